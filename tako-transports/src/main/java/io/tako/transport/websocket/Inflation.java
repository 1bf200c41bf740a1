package io.tako.transport.websocket;

import io.tako.websocket.CloseCode;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands messages (RFC 7692 section 7.2.2), as far as the limit and never further. Belongs to the
 * event loop.
 */
final class Inflation {

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int STEP = 8 * 1024;

    private final Inflater inflater = new Inflater(true);
    private final boolean takeover;

    Inflation(boolean takeover) {
        this.takeover = takeover;
    }

    /**
     * Expands a part of a message into the buffer.
     *
     * @param last whether the message ends with it
     * @throws SocketFailure if it cannot be expanded or the buffer takes no more
     */
    void expand(byte[] part, boolean last, MessageBuffer out) throws SocketFailure {
        try {
            feed(part, out);
            if (last) {
                feed(TAIL, out);
            }
        } catch (DataFormatException e) {
            throw new SocketFailure(
                    CloseCode.INVALID_DATA, "the compressed data cannot be expanded");
        }
    }

    private void feed(byte[] input, MessageBuffer out) throws DataFormatException, SocketFailure {
        if (input.length == 0) {
            return;
        }
        inflater.setInput(input);
        while (true) {
            out.room(STEP);
            int count = inflater.inflate(out.array(), out.size(), out.free());
            out.grown(count);
            if (inflater.finished()) {
                // A last block may come within a message (RFC 7692 section 7.2.3.4).
                int rest = inflater.getRemaining();
                inflater.reset();
                if (rest == 0) {
                    return;
                }
                inflater.setInput(input, input.length - rest, rest);
            } else if (count == 0) {
                if (inflater.needsInput()) {
                    return;
                }
                throw new DataFormatException("no progress");
            }
        }
    }

    /** Whether a message may refer to what earlier ones held. */
    boolean takeover() {
        return takeover;
    }

    void end() {
        inflater.end();
    }
}
