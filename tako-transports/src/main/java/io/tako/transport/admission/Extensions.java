package io.tako.transport.admission;

import io.netty.buffer.ByteBuf;
import io.tako.http.ProxyTlv;
import io.tako.transport.config.ProxyConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** What follows the addresses in a header of version 2. */
final class Extensions {

    private static final int COMMAND_OFFSET = 12;
    private static final int FAMILY_OFFSET = 13;
    private static final int LOCAL = 0x20;
    private static final int TLV_FIXED_BYTES = 3;

    private Extensions() {}

    /**
     * Reads them of a whole header.
     *
     * @throws BadHeaderException if they are cut short, or of a wrong checksum where that is to be
     *     verified
     */
    static List<ProxyTlv> read(ByteBuf header, boolean verifyChecksum) throws BadHeaderException {
        ByteBuffer bytes = header.nioBuffer();
        int family = Byte.toUnsignedInt(bytes.get(FAMILY_OFFSET)) >> 4;
        boolean told = Byte.toUnsignedInt(bytes.get(COMMAND_OFFSET)) != LOCAL && family != 0;
        int begin = HeaderFrame.FIXED_BYTES + addressBytes(family);
        if (begin > bytes.limit()) {
            // Cut short or of no family: the codec tells where it matters.
            return List.of();
        }
        List<ProxyTlv> tlvs;
        try {
            tlvs = ProxyTlv.readAll(bytes.slice(begin, bytes.limit() - begin));
        } catch (IllegalArgumentException e) {
            if (told) {
                throw new BadHeaderException(String.valueOf(e.getMessage()));
            }
            // Whatever follows an address that is not told is to be passed over (section 2.2).
            return List.of();
        }
        if (verifyChecksum) {
            verify(bytes, begin, tlvs);
        }
        return tlvs;
    }

    /** Of both addresses and ports (section 2.2); more than there can be for no family. */
    private static int addressBytes(int family) {
        return switch (family) {
            case 0 -> 0;
            case 1 -> 12;
            case 2 -> 36;
            case 3 -> 216;
            default -> ProxyConfig.MAX_HEADER_SIZE;
        };
    }

    private static void verify(ByteBuffer bytes, int begin, List<ProxyTlv> tlvs)
            throws BadHeaderException {
        int at = begin;
        for (ProxyTlv tlv : tlvs) {
            int length = tlv.value().remaining();
            if (tlv.type() == ProxyTlv.CRC32C) {
                if (length != Integer.BYTES) {
                    throw new BadHeaderException("its checksum has " + length + " bytes, not 4");
                }
                int value = at + TLV_FIXED_BYTES;
                if (checksum(bytes, value) != bytes.getInt(value)) {
                    throw new BadHeaderException("its checksum is wrong");
                }
            }
            at += TLV_FIXED_BYTES + length;
        }
    }

    /** Of the whole header, in which the checksum itself is zero (section 2.2.3). */
    private static int checksum(ByteBuffer bytes, int value) {
        int after = value + Integer.BYTES;
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, value));
        crc.update(new byte[Integer.BYTES]);
        crc.update(bytes.slice(after, bytes.limit() - after));
        return (int) crc.getValue();
    }
}
