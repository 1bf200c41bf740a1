package io.tako.transport.tcp;

import io.netty.channel.Channel;
import io.tako.runtime.TakoRuntime;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.spine.CoreState;
import io.tako.transport.spine.Listener;
import io.tako.transport.spine.StreamListener;
import io.tako.transport.spine.StreamProtocol;
import io.tako.transport.tls.NegotiatedProtocol;
import io.tako.transport.tls.ServerTls;
import io.tako.transport.tls.TlsProtocol;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Opens listeners whose connections are a handler's. */
public final class TcpTransport {

    private TcpTransport() {}

    /**
     * Binds and serves.
     *
     * @param tls how connections are encrypted; null for clear text. Stays the caller's to close
     * @throws BindException if the address cannot be had; nothing stays open then
     */
    public static Listener open(
            TakoRuntime runtime,
            TcpListenerConfig config,
            DrainConfig drain,
            TcpHandler handler,
            @Nullable ServerTls tls)
            throws BindException {
        TcpSpine spine = new TcpSpine(config, drain, handler);
        return StreamListener.open(
                runtime, config, spine, core -> new CoreState(core, spine), protocol(spine, tls));
    }

    private static StreamProtocol<CoreState> protocol(TcpSpine spine, @Nullable ServerTls tls) {
        if (tls == null) {
            return (channel, state) -> install(channel, state, spine);
        }
        return (channel, state) ->
                TlsProtocol.install(channel, state, tls, new Secured(spine, state));
    }

    private static void install(Channel channel, CoreState state, TcpSpine spine) {
        channel.pipeline().addLast(new TcpServerConnection(state, spine));
    }

    /** What is spoken inside of TLS. */
    private record Secured(TcpSpine spine, CoreState state) implements NegotiatedProtocol {

        @Override
        public void install(Channel channel, String protocol) {
            TcpTransport.install(channel, state, spine);
        }

        @Override
        public boolean answersPlainText() {
            return false;
        }
    }
}
