package io.tako.benchmarks.servers;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Reactor Netty with its own routes. */
final class ReactorNettyServer implements RunningServer {
    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final DisposableServer server;

    private ReactorNettyServer(int port) {
        server =
                HttpServer.create()
                        .runOn(loop)
                        .host("127.0.0.1")
                        .port(port)
                        .route(
                                routes ->
                                        routes.get("/plaintext", ReactorNettyServer::plaintext)
                                                .get("/json", ReactorNettyServer::json)
                                                .post("/users/{id}", ReactorNettyServer::user))
                        .bindNow();
    }

    static RunningServer start(int port) {
        return new ReactorNettyServer(port);
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
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
        EpollLoop.close(loop);
    }
}
