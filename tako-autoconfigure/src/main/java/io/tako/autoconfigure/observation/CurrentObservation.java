package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.http.StreamingBody;
import io.tako.websocket.WebSocketHandler;
import io.tako.websocket.WebSocketUpgrade;

/** Makes an observation current on the threads that work on for an answer. */
final class CurrentObservation {

    private CurrentObservation() {}

    /**
     * The response with its observation current while its body is written, and in the handler of a
     * WebSocket that it opens, whose observation has ended with the handshake.
     */
    static Response whileSent(Response response, Observation observation) {
        return switch (response.body()) {
            case Body.Streaming body ->
                    response.body(
                            new Body.Streaming(written(body.writer(), observation), body.length()));
            case WebSocketUpgrade upgrade ->
                    response.body(
                            new WebSocketUpgrade(
                                    talking(upgrade.handler(), observation),
                                    upgrade.options(),
                                    upgrade.request(),
                                    upgrade.subprotocol(),
                                    upgrade.deflate()));
            default -> response;
        };
    }

    private static StreamingBody written(StreamingBody body, Observation observation) {
        return out -> {
            try (Observation.Scope scope = observation.openScope()) {
                body.writeTo(out);
            }
        };
    }

    private static WebSocketHandler talking(WebSocketHandler handler, Observation observation) {
        return socket -> {
            try (Observation.Scope scope = observation.openScope()) {
                handler.handle(socket);
            }
        };
    }
}
