package io.tako.transport;

import io.tako.runtime.ListenerOptions;
import org.jspecify.annotations.Nullable;

/** A listener that accepts connections, whatever is spoken on them. */
public sealed interface StreamListenerConfig extends ListenerConfig
        permits HttpListenerConfig, TcpListenerConfig {

    /** Options of the listening and the accepted sockets. */
    ListenerOptions socket();

    /** Connections that may be open at once; 0 for no limit. More are refused. */
    int maxConnections();

    /** How connections are encrypted; null for clear text. */
    @Nullable TlsConfig tls();
}
