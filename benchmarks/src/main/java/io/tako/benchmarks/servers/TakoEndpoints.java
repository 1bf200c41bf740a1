package io.tako.benchmarks.servers;

import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;
import static io.tako.respond.Responses.status;

import io.tako.benchmarks.Message;
import io.tako.benchmarks.NewUser;
import io.tako.respond.Responder;
import io.tako.routing.RouterBuilder;
import io.tako.routing.Routes;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import java.io.IOException;
import org.springframework.http.HttpStatus;

/** The endpoints as Tako routes. */
public final class TakoEndpoints implements Routes {

    @Override
    public void define(RouterBuilder routes) {
        routes.get("/plaintext", handle(() -> Message.HELLO))
                .get("/json", handle(() -> new Message(Message.HELLO)))
                .post(
                        "/users/{id}",
                        handle(path("id", long.class), json(NewUser.class), TakoEndpoints::user))
                .ws("/echo", TakoEndpoints::echo);
    }

    private static Responder user(long id, NewUser user) {
        return status(HttpStatus.CREATED, user.withId(id));
    }

    private static void echo(WebSocket socket) throws IOException {
        while (socket.receive() instanceof Text text) {
            socket.send(text.text());
        }
    }
}
