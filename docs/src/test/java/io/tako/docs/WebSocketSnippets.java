package io.tako.docs;

import io.tako.routing.Routes;
import io.tako.websocket.Message;
import io.tako.websocket.Message.Pong;
import io.tako.websocket.Message.Text;
import io.tako.websocket.WebSocket;
import io.tako.websocket.WebSocketOptions;
import io.tako.websocket.WebSocketOptions.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The code of the page on WebSockets. */
final class WebSocketSnippets {

    private WebSocketSnippets() {}

    static Routes echo() {
        // tag::echo[]
        return routes ->
                routes.ws(
                        "/echo",
                        socket -> {
                            while (socket.receive() instanceof Text text) {
                                socket.send("You said " + text);
                            }
                        });
        // end::echo[]
    }

    // tag::room[]
    static final class Room {

        private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

        void enter(WebSocket socket) throws IOException {
            sockets.add(socket);
            try {
                while (socket.receive() instanceof Text text) {
                    sockets.forEach(each -> each.trySend(text));
                }
            } finally {
                sockets.remove(socket);
            }
        }
    }

    // end::room[]

    static Routes flux() {
        // tag::flux[]
        Scheduler threads = Schedulers.fromExecutor(Thread.ofVirtual()::start);
        return routes ->
                routes.ws(
                        "/upper",
                        socket ->
                                socket.flux()
                                        .ofType(Text.class)
                                        .publishOn(threads)
                                        .doOnNext(text -> reply(socket, text))
                                        .blockLast());
        // end::flux[]
    }

    static void reply(WebSocket socket, Message message) {
        socket.trySend(new Text(message.toString().toUpperCase(java.util.Locale.ROOT)));
    }

    static Routes options(Room room) {
        // tag::options[]
        WebSocketOptions options =
                WebSocketOptions.defaults()
                        .withAllowedOrigins("https://shop.example")
                        .withSubprotocols("v2.chat", "v1.chat")
                        .withIdleTimeout(Duration.ofMinutes(10))
                        .withCompression(Compression.ON);
        return routes -> routes.ws("/chat", room::enter, options);
        // end::options[]
    }

    /** Tells its clients what is new. */
    static final class Board {

        // tag::closed[]
        void watch(WebSocket socket, BlockingQueue<Text> news) throws Exception {
            Thread self = Thread.currentThread();
            socket.onClosed(how -> self.interrupt());
            while (true) {
                socket.send(news.take());
            }
        }
        // end::closed[]
    }

    /** Answers a pong by its words. */
    static final class Pulse {

        void feel(WebSocket socket) throws IOException {
            socket.sendPing("beat".getBytes(StandardCharsets.UTF_8));
            if (socket.receive() instanceof Pong pong) {
                socket.send(new String(pong.payload(), StandardCharsets.UTF_8));
            }
        }
    }

    static Routes pongs(Pulse pulse) {
        // tag::pongs[]
        WebSocketOptions options = WebSocketOptions.defaults().withPongs(true);
        return routes -> routes.ws("/pulse", pulse::feel, options);
        // end::pongs[]
    }
}
