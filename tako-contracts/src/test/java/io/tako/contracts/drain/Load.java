package io.tako.contracts.drain;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that goes on for as long as it is let, whether or not its server is up. */
abstract class Load implements Runnable {

    static final int PATIENCE_MILLIS = 30_000;

    private static final long UNTIL_NEXT_TRY = TimeUnit.MILLISECONDS.toNanos(10);

    final Door door;
    final Tally tally;
    private volatile boolean ended;

    Load(Door door, Tally tally) {
        this.door = door;
        this.tally = tally;
    }

    /** Uses one connection until it ends; a connection that cannot be had is no failure. */
    abstract void connection() throws Exception;

    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                connection();
            } catch (NotConnected down) {
                LockSupport.parkNanos(UNTIL_NEXT_TRY);
            } catch (Exception e) {
                if (!ended) {
                    tally.failed(getClass().getSimpleName() + ": " + e);
                }
            }
        }
    }

    /** The server is down, or ignores new peers because it is about to be. */
    static final class NotConnected extends ConnectException {
        private static final long serialVersionUID = 1L;

        NotConnected(IOException cause) {
            super(cause.toString());
        }
    }
}
