package io.tako.sample.web;

import io.tako.http.ClientGoneException;
import io.tako.sample.CollectorProperties;
import io.tako.sample.store.SeriesStore;
import io.tako.websocket.CloseCode;
import io.tako.websocket.Message;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket over which clients subscribe to series by filter and get their points. The handler's
 * own thread receives; a second one sends, so a client that does not read holds up itself alone.
 */
final class LiveSocket implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(LiveSocket.class);

    private final SeriesStore store;
    private final CollectorProperties.Live limits;
    private final Places places;
    private final JsonMapper json;

    LiveSocket(SeriesStore store, CollectorProperties.Live limits, Places places, JsonMapper json) {
        this.store = store;
        this.limits = limits;
        this.places = places;
        this.json = json;
    }

    @Override
    public void handle(WebSocket socket) throws Exception {
        if (!places.during(() -> talk(socket))) {
            socket.close(CloseCode.TRY_LATER, "too many follow already");
        }
    }

    private void talk(WebSocket socket) throws IOException {
        LiveClient client = new LiveClient(socket, json);
        Outbox outbox = new Outbox();
        Thread sender = Thread.ofVirtual().name("live").start(() -> send(outbox, client, socket));
        try (LiveSession session = new LiveSession(client, outbox, store, limits, json)) {
            Message message = socket.receive();
            while (message instanceof Message.Text(String text)) {
                session.take(text);
                message = socket.receive();
            }
            if (message instanceof Message.Binary) {
                socket.close(CloseCode.UNSUPPORTED, "messages are JSON");
            }
        } catch (ClientGoneException e) {
            log.debug("a client left amid an answer: {}", e.toString());
        } finally {
            sender.interrupt();
        }
    }

    private static void send(Outbox outbox, LiveClient client, WebSocket socket) {
        try {
            outbox.sendTo(client);
        } catch (InterruptedException | InterruptedIOException | ClientGoneException e) {
            log.debug("a socket has ended: {}", e.toString());
        } catch (IOException | RuntimeException e) {
            log.error("points could not be sent", e);
            socket.close(CloseCode.SERVER_ERROR, "points could not be sent");
        }
    }
}
