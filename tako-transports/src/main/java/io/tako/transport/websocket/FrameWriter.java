package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;

/** Writes the head of a frame a server sends: unmasked, never fragmented (RFC 6455 section 5.2). */
final class FrameWriter {

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    /** Added to a head: the message is compressed (RFC 7692 section 6). */
    static final int COMPRESSED = 0x40;

    private static final int LARGEST_HEAD = 10;

    private FrameWriter() {}

    /** How many bytes the frame of a payload has on the wire. */
    static int size(int payload) {
        return payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : LARGEST_HEAD);
    }

    static void head(ByteBuf out, int head, int length) {
        out.writeByte(head);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 65_536) {
            out.writeByte(126);
            out.writeShort(length);
        } else {
            out.writeByte(127);
            out.writeLong(length);
        }
    }
}
