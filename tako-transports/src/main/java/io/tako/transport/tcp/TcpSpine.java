package io.tako.transport.tcp;

import io.tako.runtime.ExecutionProfile;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.spine.Spine;

/** What all connections of one listener of raw TCP share. Safe for any thread. */
final class TcpSpine extends Spine {

    private final TcpListenerConfig config;
    private final TcpHandler handler;
    private final ExecutionProfile profile = ExecutionProfile.learning();

    TcpSpine(TcpListenerConfig config, DrainConfig drain, TcpHandler handler) {
        super(config, drain);
        this.config = config;
        this.handler = handler;
    }

    TcpListenerConfig config() {
        return config;
    }

    /** What talks over the connections. */
    TcpHandler handler() {
        return handler;
    }

    /** What was learned of how long the handler keeps the loop. */
    ExecutionProfile profile() {
        return profile;
    }
}
