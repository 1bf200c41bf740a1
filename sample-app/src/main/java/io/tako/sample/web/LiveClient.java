package io.tako.sample.web;

import io.tako.websocket.WebSocket;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** The client of a live socket; messages are JSON. Safe for many threads at once. */
final class LiveClient {

    private final WebSocket socket;
    private final JsonMapper json;

    LiveClient(WebSocket socket, JsonMapper json) {
        this.socket = socket;
        this.json = json;
    }

    /** Parks while the client takes less than it is sent. */
    void send(LiveMessage message) throws IOException {
        socket.send(json.writeValueAsString(message));
    }
}
