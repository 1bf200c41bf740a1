package io.tako.contracts.peers;

import java.net.Socket;

/**
 * A connected socket for clients that want a {@link Socket}. It knows no options and no timeouts:
 * those that are set are forgotten.
 */
abstract class OptionlessSocket extends Socket {

    @Override
    public final void setSoTimeout(int millis) {}

    @Override
    public final void setTcpNoDelay(boolean on) {}

    @Override
    public final void setSoLinger(boolean on, int linger) {}

    @Override
    public final boolean isConnected() {
        return true;
    }
}
