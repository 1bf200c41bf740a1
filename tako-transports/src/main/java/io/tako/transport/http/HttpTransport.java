package io.tako.transport.http;

import io.netty.channel.Channel;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.HttpService;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.http.v1.Http1Protocol;
import io.tako.transport.http.v2.Http2Protocol;
import io.tako.transport.spine.Listener;
import io.tako.transport.spine.StreamListener;
import io.tako.transport.spine.StreamProtocol;
import io.tako.transport.tls.NegotiatedProtocol;
import io.tako.transport.tls.ServerTls;
import io.tako.transport.tls.TlsProtocol;
import java.net.BindException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens listeners on which HTTP is spoken. */
public final class HttpTransport {

    private static final String HTTP_2 = "h2";
    private static final String HTTP_1_1 = NegotiatedProtocol.HTTP_1_1;

    private HttpTransport() {}

    /** What a client may choose from while TLS is negotiated, dearest first (RFC 7301). */
    public static List<String> offered(HttpListenerConfig config) {
        return config.http2().enabled() ? List.of(HTTP_2, HTTP_1_1) : List.of(HTTP_1_1);
    }

    /**
     * Binds and serves.
     *
     * @param tls how connections are encrypted; null for clear text. Stays the caller's to close
     * @throws BindException if the address cannot be had; nothing stays open then
     */
    public static Listener open(
            TakoRuntime runtime,
            HttpListenerConfig config,
            DrainConfig drain,
            HttpService service,
            @Nullable ServerTls tls)
            throws BindException {
        HttpSpine spine = new HttpSpine(config, drain, service);
        return StreamListener.open(
                runtime, config, spine, core -> new HttpCore(core, spine), protocol(tls));
    }

    private static StreamProtocol<HttpCore> protocol(@Nullable ServerTls tls) {
        if (tls == null) {
            return (channel, state) -> Http1Protocol.installCleartext(channel.pipeline(), state);
        }
        return (channel, state) ->
                TlsProtocol.install(
                        channel,
                        state,
                        tls,
                        (secured, protocol) -> speak(secured, state, protocol));
    }

    private static void speak(Channel channel, HttpCore state, String protocol) {
        if (protocol.equals(HTTP_2)) {
            Http2Protocol.install(channel.pipeline(), state, HTTP_2);
        } else {
            Http1Protocol.install(channel.pipeline(), state);
        }
    }
}
