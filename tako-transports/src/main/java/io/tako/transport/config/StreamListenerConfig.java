package io.tako.transport.config;

import io.tako.access.ConnectionFilter;
import io.tako.runtime.ListenerOptions;
import org.jspecify.annotations.Nullable;

/** A listener that accepts connections, whatever is spoken on them. */
public sealed interface StreamListenerConfig extends ListenerConfig
        permits HttpListenerConfig, TcpListenerConfig {

    /** Options of the listening and the accepted sockets. */
    ListenerOptions socket();

    /** Connections that may be open at once; 0 for no limit. More are refused. */
    int maxConnections();

    /** Whether connections begin with a PROXY header. */
    ProxyConfig proxy();

    /** Who may connect. Asked after the PROXY header, before TLS. */
    ConnectionFilter filter();

    /** How connections are encrypted; null for clear text. */
    @Nullable TlsConfig tls();
}
