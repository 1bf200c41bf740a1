package io.tako.respond;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import tools.jackson.databind.json.JsonMapper;

/** Events as text of a {@code text/event-stream} (HTML, section 9.2.5). */
final class EventText {

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final Pattern UNSAFE = Pattern.compile("[\r\n\0]");

    private EventText() {}

    static String event(Object item, JsonMapper json) {
        StringBuilder event = new StringBuilder();
        if (item instanceof ServerSentEvent<?> sent) {
            lines(event, "", sent.comment());
            field(event, "id", sent.id());
            field(event, "event", sent.event());
            if (sent.retry() != null) {
                field(event, "retry", millis(sent.retry()));
            }
            lines(event, "data", text(sent.data(), json));
        } else {
            lines(event, "data", text(item, json));
        }
        return event.append('\n').toString();
    }

    static String comment(String text) {
        StringBuilder comment = new StringBuilder();
        lines(comment, "", text);
        return comment.append('\n').toString();
    }

    static String retry(Duration time) {
        return "retry: " + millis(time) + "\n\n";
    }

    /** Clients pass over anything but digits. */
    private static String millis(Duration time) {
        return Long.toString(Math.max(0, time.toMillis()));
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
