package io.tako.handler;

import io.tako.http.Request;
import java.util.List;

/** What another body extractor reads, after one more step. */
final class DerivedBody<T> implements BodyExtractor<T> {

    private final BodyMode mode;
    private final List<Input> inputs;
    private final BodyExtractor<T> reading;

    DerivedBody(BodyExtractor<?> source, List<Input> inputs, BodyExtractor<T> reading) {
        this.mode = source.bodyMode();
        this.inputs = List.copyOf(inputs);
        this.reading = reading;
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
