package io.tako.transport.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** PROXY headers as they go over the wire. */
final class HeaderBytes {

    /** 192.0.2.7:50000 to 192.0.2.80:443. */
    static final String INET = "c0000207 c0000250 c350 01bb";

    /** ::ffff:192.0.2.7 and 2001:db8::80, the same ports. */
    static final String INET6 =
            "00000000000000000000ffffc0000207 20010db8000000000000000000000080 c350 01bb";

    private static final String MAGIC = "0d0a0d0a000d0a515549540a";

    private HeaderBytes() {}

    static byte[] line(String text) {
        return (text + "\r\n").getBytes(US_ASCII);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** A header of version 2 whose length is right: command, family, the rest in hex. */
    static byte[] block(String command, String family, String rest) {
        byte[] bytes = hex(rest);
        return hex(MAGIC + command + family + "%04x".formatted(bytes.length) + rest);
    }

    /** The same with its checksum at the end, which the change makes wrong if it is not 0. */
    static byte[] summed(String command, String family, String rest, int change) {
        byte[] bytes = block(command, family, rest + "03 0004 00000000");
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue() ^ change);
        return bytes;
    }

    /** The paths of two Unix domain sockets. */
    static String unix(String source, String destination) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String path : new String[] {source, destination}) {
            byte[] name = path.getBytes(US_ASCII);
            out.writeBytes(name);
            out.writeBytes(new byte[108 - name.length]);
        }
        return HexFormat.of().formatHex(out.toByteArray());
    }
}
