package io.tako.autoconfigure.webflux;

import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.websocket.WebSocketUpgrade;
import java.util.function.UnaryOperator;

/** What a handler leaves behind to run later, within the surroundings the handler had. */
final class Surrounded {

    private Surrounded() {}

    /** The response, its body written or its socket served within these surroundings. */
    static Response response(Response response, UnaryOperator<Runnable> around) {
        return switch (response.body()) {
            case Body.Streaming body ->
                    response.body(
                            new Body.Streaming(
                                    out -> run(around, () -> body.writer().writeTo(out)),
                                    body.length()));
            case WebSocketUpgrade socket ->
                    response.body(
                            new WebSocketUpgrade(
                                    opened -> run(around, () -> socket.handler().handle(opened)),
                                    socket.options(),
                                    socket.request(),
                                    socket.subprotocol(),
                                    socket.deflate()));
            default -> response;
        };
    }

    /** Work that may fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void run(UnaryOperator<Runnable> around, Work work) throws Exception {
        Exception[] failure = {null};
        around.apply(
                        () -> {
                            try {
                                work.run();
                            } catch (Exception e) {
                                failure[0] = e;
                            }
                        })
                .run();
        if (failure[0] != null) {
            throw failure[0];
        }
    }
}
