package io.tako.benchmarks.servers;

import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.netty.pkitesting.X509Bundle;
import io.tako.benchmarks.Json;
import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;

/**
 * Helidon SE with its defaults: a virtual thread per connection, blocking sockets, the JDK's TLS.
 */
final class HelidonServer implements RunningServer {
    private final WebServer server;

    private HelidonServer(Protocol protocol, int port) {
        var builder =
                WebServer.builder().host("127.0.0.1").port(port).routing(HelidonServer::routes);
        if (protocol == Protocol.WEBSOCKET) {
            builder.addRouting(WsRouting.builder().endpoint("/echo", new Echo()));
        }
        if (protocol.tls()) {
            builder.tls(tls());
        }
        server = builder.build().start();
    }

    static RunningServer start(Protocol protocol, int port) {
        return new HelidonServer(protocol, port);
    }

    private static Tls tls() {
        X509Bundle identity = Identity.create();
        return Tls.builder()
                .privateKey(identity.getKeyPair().getPrivate())
                .addPrivateKeyCertChain(identity.getCertificate())
                .build();
    }

    private static void routes(HttpRouting.Builder routing) {
        routing.get("/plaintext", HelidonServer::plaintext)
                .get("/json", HelidonServer::json)
                .post("/users/{id}", HelidonServer::user);
    }

    private static void plaintext(ServerRequest request, ServerResponse response) {
        response.header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN).send(Message.HELLO);
    }

    private static void json(ServerRequest request, ServerResponse response) {
        response.header(HeaderValues.CONTENT_TYPE_JSON)
                .send(Json.write(new Message(Message.HELLO)));
    }

    private static void user(ServerRequest request, ServerResponse response) {
        long id = request.path().pathParameters().first("id").asLong().get();
        NewUser user = Json.read(request.content().as(byte[].class), NewUser.class);
        response.status(Status.CREATED_201)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(Json.write(user.withId(id)));
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Echo implements WsListener {

        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }
    }
}
