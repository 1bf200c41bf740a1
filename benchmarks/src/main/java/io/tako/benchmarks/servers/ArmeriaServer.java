package io.tako.benchmarks.servers;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.pkitesting.X509Bundle;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import java.net.InetSocketAddress;
import java.util.Objects;

/** Armeria on one event loop; TLS by BoringSSL, as it chooses itself. */
final class ArmeriaServer implements RunningServer {
    private final MultiThreadIoEventLoopGroup loop = EpollLoop.open();
    private final Server server;

    private ArmeriaServer(Protocol protocol, int port) {
        var builder =
                Server.builder()
                        .workerGroup(loop, false)
                        .port(
                                new InetSocketAddress("127.0.0.1", port),
                                protocol.tls() ? SessionProtocol.HTTPS : SessionProtocol.HTTP)
                        .service("/echo", WebSocketService.of(ArmeriaServer::echo));
        builder.route().get("/plaintext").build(ArmeriaServer::plaintext);
        builder.route().get("/json").build(ArmeriaServer::json);
        builder.route().post("/users/{id}").build(ArmeriaServer::user);
        if (protocol.tls()) {
            X509Bundle identity = Identity.create();
            builder.tls(
                    TlsKeyPair.of(
                            identity.getKeyPair().getPrivate(), identity.getCertificatePath()));
        }
        server = builder.build();
        server.start().join();
    }

    static RunningServer start(Protocol protocol, int port) {
        return new ArmeriaServer(protocol, port);
    }

    private static HttpResponse plaintext(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, Message.HELLO);
    }

    private static HttpResponse json(ServiceRequestContext context, HttpRequest request) {
        byte[] document = Json.write(new Message(Message.HELLO));
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, document);
    }

    private static HttpResponse user(ServiceRequestContext context, HttpRequest request) {
        long id = Long.parseLong(Objects.requireNonNull(context.pathParam("id")));
        return HttpResponse.of(
                request.aggregate()
                        .thenApply(whole -> Json.read(whole.content().array(), NewUser.class))
                        .thenApply(user -> Json.write(user.withId(id)))
                        .thenApply(
                                document ->
                                        HttpResponse.of(
                                                HttpStatus.CREATED,
                                                MediaType.JSON_UTF_8,
                                                document)));
    }

    private static WebSocket echo(ServiceRequestContext context, WebSocket inbound) {
        return WebSocket.of(
                inbound.filter(frame -> frame.type() == WebSocketFrameType.TEXT)
                        .map(ArmeriaServer::returned));
    }

    /** The frame that came is on a buffer of its own, which is this one's to release. */
    private static WebSocketFrame returned(WebSocketFrame frame) {
        try (frame) {
            return WebSocketFrame.ofText(frame.text());
        }
    }

    @Override
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        server.stop().join();
        EpollLoop.close(loop);
    }
}
