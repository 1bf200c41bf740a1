package io.tako.transport;

import io.tako.transport.config.ListenerConfig;
import java.net.BindException;
import java.net.SocketAddress;

/** An address that a listener could not have. */
public final class ListenerBindException extends BindException {

    private static final long serialVersionUID = 1;

    private final String listener;
    private final transient SocketAddress address;

    ListenerBindException(ListenerConfig listener, BindException cause) {
        super("listener \"" + listener.name() + "\": " + cause.getMessage());
        this.listener = listener.name();
        this.address = listener.address();
        initCause(cause);
    }

    /** The name of the listener. */
    public String listener() {
        return listener;
    }

    /** The address it was told to listen on. */
    public SocketAddress address() {
        return address;
    }
}
