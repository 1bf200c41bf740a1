package io.tako.respond;

import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stream of server-sent events ({@code text/event-stream}). Each item of the publisher is one
 * event, sent at once: a {@link ServerSentEvent} with its own id, name, retry time and comment,
 * text as its data, anything else as JSON data.
 *
 * <p>The publisher is subscribed to when the body is written and cancelled when the client leaves.
 * A failure cuts the stream, and browsers connect again by themselves.
 */
public final class Sse implements Responder {

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final Pattern UNSAFE = Pattern.compile("[\r\n\0]");

    private final Publisher<?> events;

    private Sse(Publisher<?> events) {
        this.events = events;
    }

    /** The items of the publisher as events. */
    public static Sse of(Publisher<?> events) {
        return new Sse(Objects.requireNonNull(events, "events"));
    }

    @Override
    public Response respond(Request request) {
        JsonMapper json = request.settings().json();
        return Response.stream(MediaType.TEXT_EVENT_STREAM, out -> write(json, out))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("X-Accel-Buffering", "no");
    }

    private void write(JsonMapper json, BodyWriter out) throws Exception {
        // The client learns that it is connected before the first event comes.
        out.flush();
        Items items = new Items();
        try {
            events.subscribe(items);
            Object item = items.next();
            while (item != null) {
                out.write(encode(item, json).getBytes(StandardCharsets.UTF_8));
                out.flush();
                item = items.next();
            }
        } finally {
            items.cancel();
        }
    }

    private static String encode(Object item, JsonMapper json) {
        StringBuilder event = new StringBuilder();
        if (item instanceof ServerSentEvent<?> sent) {
            lines(event, "", sent.comment());
            field(event, "id", sent.id());
            field(event, "event", sent.event());
            if (sent.retry() != null) {
                field(event, "retry", Long.toString(sent.retry().toMillis()));
            }
            lines(event, "data", text(sent.data(), json));
        } else {
            lines(event, "data", text(item, json));
        }
        return event.append('\n').toString();
    }

    private static @Nullable String text(@Nullable Object data, JsonMapper json) {
        return data == null || data instanceof CharSequence
                ? Objects.toString(data, null)
                : json.writeValueAsString(data);
    }

    /** A line break would end the field and let its value write fields of its own. */
    static void field(StringBuilder event, String name, @Nullable String value) {
        if (value != null) {
            String safe = UNSAFE.matcher(value).replaceAll(" ");
            event.append(name).append(": ").append(safe).append('\n');
        }
    }

    private static void lines(StringBuilder event, String name, @Nullable String text) {
        if (text != null) {
            for (String line : LINE_BREAK.split(text, -1)) {
                event.append(name).append(": ").append(line).append('\n');
            }
        }
    }
}
