package io.tako.benchmarks.servers;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.pkitesting.X509Bundle;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.transport.Transport;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;

/** Vert.x Web on one event loop, TLS by BoringSSL. */
final class VertxServer implements RunningServer {
    private final Vertx vertx =
            Vertx.builder()
                    .with(new VertxOptions().setEventLoopPoolSize(1))
                    .withTransport(Transport.EPOLL)
                    .build();
    private final HttpServer server;

    private VertxServer(Protocol protocol, int port) {
        Router router = Router.router(vertx);
        router.get("/plaintext").handler(VertxServer::plaintext);
        router.get("/json").handler(VertxServer::json);
        router.post("/users/:id").handler(BodyHandler.create(false)).handler(VertxServer::user);
        HttpServer unbound = vertx.createHttpServer(options(protocol)).requestHandler(router);
        if (protocol == Protocol.WEBSOCKET) {
            unbound.webSocketHandler(VertxServer::echo);
        }
        server = unbound.listen(port, "127.0.0.1").await();
    }

    static RunningServer start(Protocol protocol, int port) {
        return new VertxServer(protocol, port);
    }

    private static HttpServerOptions options(Protocol protocol) {
        var options = new HttpServerOptions();
        if (protocol.tls()) {
            X509Bundle identity = Identity.create();
            options.setSsl(true)
                    .setUseAlpn(protocol.http2())
                    .setSslEngineOptions(new OpenSSLEngineOptions())
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .addCertValue(Buffer.buffer(identity.getCertificatePathPEM()))
                                    .addKeyValue(Buffer.buffer(identity.getPrivateKeyPEM())));
        }
        return options;
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(socket::writeTextMessage);
    }

    private static void plaintext(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .end(Message.HELLO);
    }

    private static void json(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .end(Buffer.buffer(Json.write(new Message(Message.HELLO))));
    }

    private static void user(RoutingContext context) {
        long id = Long.parseLong(context.pathParam("id"));
        Buffer body = Objects.requireNonNull(context.body().buffer());
        NewUser user = Json.read(body.getBytes(), NewUser.class);
        context.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .end(Buffer.buffer(Json.write(user.withId(id))));
    }

    @Override
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
