package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.pkitesting.X509Bundle;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** Reactor Netty with its own routes; TLS by BoringSSL, as it chooses itself. */
final class ReactorNettyServer implements RunningServer {
    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final List<DisposableServer> servers = new ArrayList<>();
    private final @Nullable Path file;

    private ReactorNettyServer(Protocol protocol, int port) throws IOException {
        file = SocketFile.of(protocol);
        HttpServer unbound =
                HttpServer.create()
                        .runOn(loop)
                        .protocol(spoken(protocol))
                        .route(
                                routes ->
                                        routes.get("/plaintext", ReactorNettyServer::plaintext)
                                                .get("/json", ReactorNettyServer::json)
                                                .post("/users/{id}", ReactorNettyServer::user)
                                                .ws("/echo", ReactorNettyServer::echo));
        HttpServer ready = protocol.tls() ? secured(unbound, protocol) : unbound;
        servers.add(ready.host("127.0.0.1").port(port).bindNow());
        if (file != null) {
            var address = new DomainSocketAddress(file.toFile());
            servers.add(ready.bindAddress(() -> address).bindNow());
        }
    }

    static RunningServer start(Protocol protocol, int port) throws IOException {
        return protocol.raw()
                ? ReactorNettyRawServer.start(protocol, port)
                : new ReactorNettyServer(protocol, port);
    }

    private static HttpProtocol spoken(Protocol protocol) {
        if (!protocol.http2()) {
            return HttpProtocol.HTTP11;
        }
        return protocol.tls() ? HttpProtocol.H2 : HttpProtocol.H2C;
    }

    private static HttpServer secured(HttpServer server, Protocol protocol) {
        X509Bundle identity = Identity.create();
        PrivateKey key = identity.getKeyPair().getPrivate();
        GenericSslContextSpec<?> tls =
                protocol.http2()
                        ? Http2SslContextSpec.forServer(key, identity.getCertificatePath())
                        : Http11SslContextSpec.forServer(key, identity.getCertificatePath());
        return server.secure(spec -> spec.sslContext(tls));
    }

    private static Publisher<Void> echo(WebsocketInbound inbound, WebsocketOutbound outbound) {
        return outbound.sendString(inbound.receive().asString());
    }

    private static Publisher<Void> plaintext(
            HttpServerRequest request, HttpServerResponse response) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .sendString(Mono.just(Message.HELLO));
    }

    private static Publisher<Void> json(HttpServerRequest request, HttpServerResponse response) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .sendByteArray(Mono.fromSupplier(() -> Json.write(new Message(Message.HELLO))));
    }

    private static Publisher<Void> user(HttpServerRequest request, HttpServerResponse response) {
        long id = Long.parseLong(Objects.requireNonNull(request.param("id")));
        return response.status(HttpResponseStatus.CREATED)
                .header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .sendByteArray(
                        request.receive()
                                .aggregate()
                                .asByteArray()
                                .map(body -> Json.read(body, NewUser.class))
                                .map(user -> Json.write(user.withId(id))));
    }

    @Override
    public int port() {
        return servers.getFirst().port();
    }

    @Override
    public Optional<Path> socket() {
        return Optional.ofNullable(file);
    }

    @Override
    public void close() {
        servers.forEach(DisposableServer::disposeNow);
        EpollLoop.close(loop);
    }
}
