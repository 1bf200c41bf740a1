package io.tako.transport.http.v2;

import io.netty.channel.Channel;

/**
 * Stops reading from a peer that does not take what it is sent. Flow control (RFC 9113 section 5.2)
 * holds DATA once the channel's write buffer is full; what is not under it, heads of answers and
 * acknowledgements and resets, may take as much again, and then no further frame is looked at
 * before the buffer has room. Until then reading goes on, as section 5.2.2 asks, so that a large
 * answer on its way keeps no WINDOW_UPDATE waiting. Belongs to the event loop.
 */
final class ReadPause {

    private boolean on;

    /** Stops reading if too much waits to be sent, and tells whether it has stopped. */
    boolean look(Channel channel) {
        if (!on && channel.bytesBeforeWritable() > channel.config().getWriteBufferHighWaterMark()) {
            on = true;
            channel.config().setAutoRead(false);
        }
        return on;
    }

    /** Whether reading has stopped. */
    boolean isOn() {
        return on;
    }

    /** There is room again; whether what has come already is to be looked at. */
    boolean end() {
        boolean was = on;
        on = false;
        return was;
    }
}
