package io.tako.sample.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the live socket that can stop reading. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();

    private SocketClient() {}

    static SocketClient open(HttpClient client, URI uri) throws Exception {
        SocketClient listener = new SocketClient();
        client.newWebSocketBuilder().buildAsync(uri, listener).get(30, TimeUnit.SECONDS);
        return listener;
    }

    void send(String message) {
        opened.join().sendText(message, true).join();
    }

    /** The next message, waited for. */
    JsonNode next() throws Exception {
        JsonNode message = messages.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new TimeoutException("no message came");
        }
        return message;
    }

    /** Whether a message came, taken out; false if the socket was closed instead. */
    boolean heard() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() - end < 0 && !closeCode.isDone()) {
            if (messages.poll(10, TimeUnit.MILLISECONDS) != null) {
                return true;
            }
        }
        return false;
    }

    int closeCode() throws Exception {
        return closeCode.get(30, TimeUnit.SECONDS);
    }

    /** At most one more message is taken. */
    void pause() {
        paused.set(true);
    }

    void resume() {
        paused.set(false);
        opened.join().request(1);
    }

    @Override
    public void onOpen(WebSocket socket) {
        opened.complete(socket);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(JSON.readTree(text.toString()));
            text.setLength(0);
        }
        if (!last || !paused.get()) {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeCode.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        closeCode.completeExceptionally(failure);
    }

    @Override
    public void close() {
        opened.join().abort();
    }
}
