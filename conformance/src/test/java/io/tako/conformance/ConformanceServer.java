package io.tako.conformance;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Handlers.handle;

import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.websocket.Message;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * What the suites and the clients talk to: a server with the limits and the back end it has by
 * default.
 */
final class ConformanceServer {

    static final String HELLO = "Hello, World!";

    private ConformanceServer() {}

    /** In the clear. */
    static RunningServer start(RuntimeKind kind) {
        return start(kind, listener -> listener);
    }

    /** In the clear, on a Unix socket. */
    static RunningServer start(RuntimeKind kind, UnixAddress address) {
        return start(kind, listener -> listener.withAddress(address));
    }

    /** With TLS by whatever implementation is there. */
    static RunningServer startSecure(RuntimeKind kind, TestAuthority authority) throws Exception {
        TlsConfig tls = TlsConfig.of(authority.server("conformance.test").material());
        return start(kind, listener -> listener.withTls(tls));
    }

    private static RunningServer start(RuntimeKind kind, UnaryOperator<HttpListenerConfig> more) {
        return RunningServer.start(
                kind,
                IoPreference.AUTO,
                2,
                listener -> more.apply(listener.withHttp2(Http2Config.on().withUpgrade(true))),
                routes());
    }

    /** What answers. */
    static Routes routes() {
        return routes ->
                routes.get("/", handle(() -> HELLO))
                        .post("/", ConformanceServer::echo)
                        .post("/whole", handle(bytes(), body -> body))
                        .get(
                                "/lines",
                                handle(() -> Flux.range(0, 1000).map(i -> "line " + i + "\n")))
                        .get("/trailers", handle(ConformanceServer::trailers))
                        .ws("/ws", ConformanceServer::echo, messages())
                        .ws("/deflate", ConformanceServer::echo, messages().withCompression(all()));
    }

    /** Sends each piece of the body back while the next is on its way. */
    private static Response echo(Request request) {
        InputStream in = request.content().stream();
        return Response.stream(
                MediaType.APPLICATION_OCTET_STREAM, (BodyWriter out) -> copy(in, out));
    }

    private static void copy(InputStream in, BodyWriter out) throws Exception {
        byte[] piece = new byte[16 * 1024];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            out.write(piece, 0, n);
        }
    }

    /** The largest message Autobahn sends is 16 MiB. */
    private static WebSocketOptions messages() {
        return WebSocketOptions.defaults().withLimits(16 << 20, 16 << 20).withMaxFragments(1 << 20);
    }

    private static WebSocketOptions.Compression all() {
        return WebSocketOptions.Compression.ON.withMinSize(1);
    }

    private static void echo(WebSocket socket) throws Exception {
        Message message = socket.receive();
        while (!(message instanceof Message.Closed)) {
            socket.send(message);
            message = socket.receive();
        }
    }

    private static Response trailers() {
        HttpHeaders trailers = new HttpHeaders();
        trailers.add("x-sum", "abc");
        return Response.text("body").trailers(() -> trailers);
    }
}
