package io.tako.transport.udp;

import io.tako.runtime.ExecutionProfile;
import io.tako.runtime.HandlerTask;
import io.tako.udp.Datagram;

/** One turn of the handler on a virtual thread, for the datagrams that wait. */
final class DatagramRun extends HandlerTask {

    /** Datagrams of one turn, so that a loop that carries it comes to its other work. */
    private static final int TURN = 32;

    private final UdpServerSocket socket;
    private final UdpSpine spine;

    DatagramRun(UdpServerSocket socket, UdpSpine spine) {
        this.socket = socket;
        this.spine = spine;
    }

    @Override
    protected void handle() {
        for (int i = 0; i < TURN && !Thread.currentThread().isInterrupted(); i++) {
            Datagram next = socket.next();
            if (next == null) {
                return;
            }
            spine.handle(next);
        }
    }

    @Override
    protected void completed() {
        socket.ended(this);
    }

    @Override
    protected ExecutionProfile profile() {
        return spine.profile();
    }

    @Override
    protected String describe() {
        return "UDP " + spine.config().name();
    }
}
