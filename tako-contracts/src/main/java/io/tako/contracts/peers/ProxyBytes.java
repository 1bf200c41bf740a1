package io.tako.contracts.peers;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A PROXY header as it goes over the wire, made by hand so that it can be wrong, too. */
public final class ProxyBytes {

    private static final byte[] MAGIC = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final int PATH_BYTES = 108;
    private static final int LENGTH_OFFSET = 14;

    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private final int command;
    private final int family;

    private ProxyBytes(int command, int family) {
        this.command = command;
        this.family = family;
    }

    /** A line of version 1, of which this is all but its end. */
    public static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** A header of version 2 for a client. */
    public static ProxyBytes of(String source, int from, String destination, int to) {
        byte[] client = InetAddress.ofLiteral(source).getAddress();
        byte[] site = InetAddress.ofLiteral(destination).getAddress();
        return raw(0x21, client.length == 4 ? 0x11 : 0x21)
                .add(client)
                .add(site)
                .add(ByteBuffer.allocate(4).putShort((short) from).putShort((short) to).array());
    }

    /** A header of version 2 for a client on a Unix domain socket. */
    public static ProxyBytes unix(String source, String destination) {
        return raw(0x21, 0x31).path(source).path(destination);
    }

    /** A header of version 2 for the balancer itself. */
    public static ProxyBytes local() {
        return raw(0x20, 0x00);
    }

    /** A header of version 2 that begins with any bytes. */
    public static ProxyBytes raw(int command, int family) {
        return new ProxyBytes(command, family);
    }

    private ProxyBytes path(String path) {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        return add(name).add(new byte[PATH_BYTES - name.length]);
    }

    /** Adds bytes as they are. */
    public ProxyBytes add(byte... bytes) {
        rest.writeBytes(bytes);
        return this;
    }

    /** Adds an extension. */
    public ProxyBytes tlv(int type, byte... value) {
        return add((byte) type, (byte) (value.length >> 8), (byte) value.length).add(value);
    }

    /** Adds an extension that is text. */
    public ProxyBytes tlv(int type, String text) {
        return tlv(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds what a balancer knows of its TLS with the client.
     *
     * @param client the bits of section 2.2.6: 1 for TLS, 2 and 4 for a certificate
     * @param nested holds the extensions inside, {@link #nothing} with some added
     */
    public ProxyBytes ssl(int client, int verify, ProxyBytes nested) {
        byte[] inside = nested.rest.toByteArray();
        return tlv(
                0x20,
                ByteBuffer.allocate(5 + inside.length)
                        .put((byte) client)
                        .putInt(verify)
                        .put(inside)
                        .array());
    }

    /** Something to add extensions to. */
    public static ProxyBytes nothing() {
        return raw(0, 0);
    }

    /** The header. */
    public byte[] bytes() {
        return bytes(rest.size());
    }

    /** The header, which says of itself that so many bytes follow its beginning. */
    public byte[] bytes(int length) {
        return ByteBuffer.allocate(LENGTH_OFFSET + 2 + rest.size())
                .put(MAGIC)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) length)
                .put(rest.toByteArray())
                .array();
    }

    /** The header with its CRC32C as the last extension. */
    public byte[] summed() {
        tlv(0x03, new byte[4]);
        byte[] bytes = bytes();
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
        return bytes;
    }

    /** The same with a bit of the checksum turned over. */
    public byte[] wronglySummed() {
        byte[] bytes = summed();
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }
}
