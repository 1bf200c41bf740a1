package io.tako.contracts.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A first message of TLS without extensions (RFC 5246 section 7.4.1.2). */
public final class ClientHello {

    private ClientHello() {}

    /** One that offers versions up to this, such as 0x0303 for TLS 1.2. */
    public static byte[] of(int version) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream hello = new DataOutputStream(body);
        hello.writeShort(version);
        hello.write(new byte[32]);
        hello.writeByte(0);
        // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA and _GCM_SHA256
        hello.writeShort(4);
        hello.writeShort(0xC009);
        hello.writeShort(0xC02B);
        hello.writeByte(1);
        hello.writeByte(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream record = new DataOutputStream(all);
        record.writeByte(22);
        record.writeShort(0x0301);
        record.writeShort(body.size() + 4);
        record.writeByte(1);
        record.writeByte(0);
        record.writeShort(body.size());
        record.write(body.toByteArray());
        return all.toByteArray();
    }
}
