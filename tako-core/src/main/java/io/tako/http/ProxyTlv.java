package io.tako.http;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the extensions that a PROXY header of version 2 may carry (section 2.2.1 of the protocol):
 * a type and bytes. Immutable.
 */
public final class ProxyTlv {

    /** The protocol that TLS agreed on with the client (RFC 7301). */
    public static final int ALPN = 0x01;

    /** The host name the client asked for, as SNI tells it. */
    public static final int AUTHORITY = 0x02;

    /** A checksum of the whole header. */
    public static final int CRC32C = 0x03;

    /** Padding without a meaning. */
    public static final int NOOP = 0x04;

    /** The balancer's own name of the connection. */
    public static final int UNIQUE_ID = 0x05;

    /** What the balancer knows of the client's TLS. */
    public static final int SSL = 0x20;

    /** The network namespace of the balancer. */
    public static final int NETNS = 0x30;

    /** Amazon's VPC endpoint. */
    public static final int AWS = 0xEA;

    /** Google's Private Service Connect. */
    public static final int GCP_PSC = 0xE0;

    /** Microsoft's Private Link. */
    public static final int AZURE = 0xEE;

    private final int type;
    private final ByteBuffer value;

    private ProxyTlv(int type, ByteBuffer value) {
        this.type = type;
        this.value = value;
    }

    /**
     * One of the type and the bytes, which are copied.
     *
     * @param type 0 to 255
     */
    public static ProxyTlv of(int type, byte[] value) {
        if (type < 0 || type > 0xff) {
            throw new IllegalArgumentException("type: " + type + " (expected: 0 to 255)");
        }
        return new ProxyTlv(type, ByteBuffer.wrap(value.clone()).asReadOnlyBuffer());
    }

    /**
     * Reads all that the bytes hold, to their end.
     *
     * @throws IllegalArgumentException if one does not fit in what is left
     */
    public static List<ProxyTlv> readAll(ByteBuffer bytes) {
        List<ProxyTlv> found = new ArrayList<>();
        ByteBuffer rest = bytes.slice();
        try {
            while (rest.hasRemaining()) {
                int type = Byte.toUnsignedInt(rest.get());
                byte[] value = new byte[Short.toUnsignedInt(rest.getShort())];
                rest.get(value);
                found.add(new ProxyTlv(type, ByteBuffer.wrap(value).asReadOnlyBuffer()));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the last of the extensions is cut short", e);
        }
        return List.copyOf(found);
    }

    /** What it is, 0 to 255. */
    public int type() {
        return type;
    }

    /** Its bytes, read-only. */
    public ByteBuffer value() {
        return value.duplicate();
    }

    /** Its bytes as text in UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(value()).toString();
    }

    @Override
    public String toString() {
        return "TLV 0x%02x of %d bytes".formatted(type, value.remaining());
    }
}
