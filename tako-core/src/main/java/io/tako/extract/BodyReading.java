package io.tako.extract;

import io.tako.handler.BodyExtractor;
import io.tako.handler.BodyMode;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.Request;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;

/** A body extractor with a plan. */
final class BodyReading<T> implements BodyExtractor<T> {

    private final List<Input> inputs;
    private final BodyMode mode;
    private final BodyExtractor<T> reading;

    private BodyReading(List<Input> inputs, BodyMode mode, BodyExtractor<T> reading) {
        this.inputs = inputs;
        this.mode = mode;
        this.reading = reading;
    }

    static <T> BodyExtractor<T> required(Type type, BodyExtractor<T> reading) {
        return new BodyReading<>(inputs(type, true), BodyMode.BUFFERED, reading);
    }

    static <T> BodyExtractor<T> as(Type type, BodyMode mode, BodyExtractor<T> reading) {
        return new BodyReading<>(inputs(type, false), mode, reading);
    }

    static BodyExtractor<String> text() {
        return as(
                String.class,
                BodyMode.BUFFERED,
                request -> {
                    Charset charset = BodyTypes.charset(request);
                    return decode(request.content().bytes(), charset);
                });
    }

    static <T> BodyExtractor<T> limited(long bytes, BodyExtractor<T> inner) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBody: " + bytes + " (expected: >= 0)");
        }
        return new BodyReading<>(
                inner.inputs(),
                inner.bodyMode(),
                request -> {
                    request.content().limit(bytes);
                    return inner.extract(request);
                });
    }

    /** The text, or a rejection where the bytes are none in that charset. */
    static String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Rejection.Malformed("request body is not " + charset.name() + " text");
        }
    }

    private static List<Input> inputs(Type type, boolean required) {
        return List.of(new Input(Input.Kind.BODY, "", type, required));
    }

    @Override
    public T extract(Request request) throws Exception {
        return reading.extract(request);
    }

    @Override
    public BodyMode bodyMode() {
        return mode;
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }
}
