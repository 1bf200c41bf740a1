package io.tako.respond;

import io.tako.http.BodyWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the items of a publisher lie in a body one after the other. */
interface ItemEncoding {

    /** The type of the whole body. */
    MediaType type();

    /** Writes one item. */
    void write(Object item, BodyWriter out) throws IOException;

    /** Writes what comes after the last item. */
    default void end(BodyWriter out) throws IOException {}

    /** The encoding for a publisher whose first item this is; null if there is none. */
    static ItemEncoding of(@Nullable Object first, boolean lines, JsonMapper json) {
        if (first instanceof byte[] || first instanceof DataBuffer) {
            return new Raw();
        }
        if (first instanceof CharSequence) {
            return new Text();
        }
        return lines ? new JsonLines(json) : new JsonArray(json);
    }

    /** Whether the client would rather have a line for each value than one array. */
    static boolean prefersLines(List<String> accept) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            return quality(MediaType.APPLICATION_NDJSON, ranges)
                    > quality(MediaType.APPLICATION_JSON, ranges);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** The weight of the most specific range that covers the type (RFC 9110 section 12.5.1). */
    private static double quality(MediaType type, List<MediaType> ranges) {
        MediaType closest = null;
        for (MediaType range : ranges) {
            if (range.includes(type)
                    && (closest == null || precision(range) > precision(closest))) {
                closest = range;
            }
        }
        return closest == null ? 0 : closest.getQualityValue();
    }

    private static int precision(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : 2;
    }

    /** Bytes as they are. */
    final class Raw implements ItemEncoding {
        @Override
        public MediaType type() {
            return MediaType.APPLICATION_OCTET_STREAM;
        }

        @Override
        public void write(Object item, BodyWriter out) throws IOException {
            switch (item) {
                case byte[] bytes -> out.write(bytes);
                case DataBuffer buffer -> out.write(Octets.of(buffer));
                default ->
                        throw new IllegalStateException(
                                "A publisher of bytes emitted a " + item.getClass().getName());
            }
        }
    }

    /** Text without anything in between. */
    final class Text implements ItemEncoding {
        private static final MediaType TYPE =
                new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

        @Override
        public MediaType type() {
            return TYPE;
        }

        @Override
        public void write(Object item, BodyWriter out) throws IOException {
            out.write(item.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** One value on each line. */
    final class JsonLines implements ItemEncoding {
        private static final byte[] END_OF_LINE = {'\n'};

        private final ObjectWriter json;

        JsonLines(JsonMapper json) {
            // An indenting mapper would spread a value over several lines.
            this.json = json.writer().without(SerializationFeature.INDENT_OUTPUT);
        }

        @Override
        public MediaType type() {
            return MediaType.APPLICATION_NDJSON;
        }

        @Override
        public void write(Object item, BodyWriter out) throws IOException {
            out.write(json.writeValueAsBytes(item));
            out.write(END_OF_LINE);
        }
    }

    /** One array, written while its elements arrive. */
    final class JsonArray implements ItemEncoding {
        private final JsonMapper json;
        private boolean begun;

        JsonArray(JsonMapper json) {
            this.json = json;
        }

        @Override
        public MediaType type() {
            return MediaType.APPLICATION_JSON;
        }

        @Override
        public void write(Object item, BodyWriter out) throws IOException {
            byte[] value = json.writeValueAsBytes(item);
            out.write(new byte[] {(byte) (begun ? ',' : '[')});
            begun = true;
            out.write(value);
        }

        @Override
        public void end(BodyWriter out) throws IOException {
            out.write((begun ? "]" : "[]").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
