package io.tako.transport.http.v2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Lets what comes pass frame by frame, where a decoder takes all there is: between two frames
 * reading can stop, and nothing is done for what stands behind an error. Whatever is no part of a
 * request is counted here, also where it is for a stream that is not or no longer there. Belongs to
 * the event loop.
 */
final class FrameGate {

    private static final int HEAD = Http2CodecUtil.FRAME_HEADER_LENGTH;
    private static final int MOST_PAYLOAD = Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;

    private final FrameBudget budget;
    private int preface = Http2CodecUtil.connectionPrefaceBuf().readableBytes();
    private int rest;
    private long frames;

    FrameGate(FrameBudget budget) {
        this.budget = budget;
    }

    /**
     * How many of the bytes may pass now: a whole frame, or its head alone while its payload has
     * not come; 0 until more has come.
     */
    int next(ByteBuf in) throws Http2Exception {
        int here = in.readableBytes();
        if (preface > 0) {
            return Math.min(preface, here);
        }
        if (rest > 0) {
            return here < rest ? 0 : rest;
        }
        if (here < HEAD) {
            return 0;
        }
        int start = in.readerIndex();
        count(in.getByte(start + 3));
        int payload = in.getUnsignedMedium(start);
        rest = HEAD + payload;
        return payload > MOST_PAYLOAD || here < rest ? HEAD : rest;
    }

    /** Frames that have come; changes with every sign of life. */
    long frames() {
        return frames;
    }

    /** So many bytes have passed. */
    void passed(int bytes) {
        if (preface > 0) {
            preface -= bytes;
        } else {
            rest -= bytes;
        }
    }

    private void count(byte type) throws Http2Exception {
        frames++;
        switch (type) {
            case Http2FrameTypes.DATA, Http2FrameTypes.HEADERS, Http2FrameTypes.CONTINUATION -> {}
            default -> budget.spend();
        }
    }
}
