package io.tako.contracts.drain;

import io.tako.contracts.peers.RawWebSocket;
import java.io.IOException;

/** WebSockets, held one after the other. A polite end is a close frame of code 1001. */
final class SocketLoad extends Load {

    private static final int GOING_AWAY = 1001;

    private final String path;

    SocketLoad(Door door, Tally tally, String path) {
        super(door, tally);
        this.path = path;
    }

    @Override
    void connection() throws IOException {
        try (RawWebSocket socket = RawWebSocket.open(door.client(PATIENCE_MILLIS), path)) {
            tally.streamOpened();
            boolean politely = false;
            try {
                RawWebSocket.Frame frame = socket.read();
                while (frame.head() != RawWebSocket.CLOSE) {
                    if (frame.head() == RawWebSocket.PING) {
                        socket.send(RawWebSocket.PONG, frame.payload());
                    }
                    frame = socket.read();
                }
                socket.sendClose(frame.closeCode(), "");
                politely = frame.closeCode() == GOING_AWAY && socket.closed();
                if (!politely && !ended()) {
                    tally.failed("SocketLoad: ended with " + frame);
                }
            } finally {
                tally.streamClosed(politely);
            }
        }
    }
}
