package io.tako.respond;

import io.tako.http.Attribute;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.SseSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stream of server-sent events ({@code text/event-stream}), each sent at once: a {@link
 * ServerSentEvent} with its own id, name, retry time and comment, text as its data, anything else
 * as JSON data.
 *
 * <p>The source is asked when the body is written. It ends when the client leaves: a publisher is
 * cancelled, the thread of an {@link SseSource} interrupted. When the server drains it ends the
 * same way, the client is told when to connect again, and the response is completed. A failure of
 * the source cuts the stream, and browsers connect again by themselves. While the source is silent,
 * comments keep the connection.
 */
public final class Sse implements Responder {

    private static final Attribute<Boolean> EXPECTED = Attribute.named("tako.sse");

    private final SseSource events;
    private final @Nullable Duration keepAlive;

    private Sse(SseSource events, @Nullable Duration keepAlive) {
        this.events = events;
        this.keepAlive = keepAlive;
    }

    /** The items of the publisher as events. */
    public static Sse of(Publisher<?> events) {
        Objects.requireNonNull(events, "events");
        return new Sse(emitter -> sendAll(events, emitter), null);
    }

    /** What the source sends, from the thread of its request. */
    public static Sse emit(SseSource events) {
        return new Sse(Objects.requireNonNull(events, "events"), null);
    }

    /** Makes event streams of the publishers that the handler of this request returns. */
    public static void expect(Request request) {
        request.attribute(EXPECTED, true);
    }

    static boolean expected(Request request) {
        return request.attribute(EXPECTED) != null;
    }

    /**
     * With another time of silence before a comment is sent than the {@link SseSettings} of the
     * router have; 0 sends none.
     */
    public Sse keepAlive(Duration silence) {
        if (silence.isNegative()) {
            throw new IllegalArgumentException("silence: " + silence + " (expected: >= 0)");
        }
        return new Sse(events, silence);
    }

    @Override
    public Response respond(Request request) {
        JsonMapper json = request.settings().json();
        SseSettings settings = request.settings().sse();
        Duration silence = keepAlive == null ? settings.keepAlive() : keepAlive;
        Exchange exchange = request.exchange();
        return Response.stream(
                        MediaType.TEXT_EVENT_STREAM,
                        out ->
                                new EventStream(exchange, out, json, silence)
                                        .run(events, settings.drainRetry()))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .header("X-Accel-Buffering", "no");
    }

    private static void sendAll(Publisher<?> events, SseEmitter emitter) throws Exception {
        Items items = new Items();
        try {
            events.subscribe(items);
            Object item = items.next();
            while (item != null) {
                emitter.send(item);
                item = items.next();
            }
        } finally {
            items.cancel();
        }
    }
}
