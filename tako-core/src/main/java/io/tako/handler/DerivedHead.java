package io.tako.handler;

import io.tako.http.RequestHead;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What another head extractor finds, after one more step; absent where that is absent. */
final class DerivedHead<S, T> implements HeadExtractor<T> {

    private final HeadExtractor<S> source;
    private final List<Input> inputs;
    private final BiFunction<S, RequestHead, T> step;

    DerivedHead(HeadExtractor<S> source, List<Input> inputs, BiFunction<S, RequestHead, T> step) {
        this.source = source;
        this.inputs = List.copyOf(inputs);
        this.step = step;
    }

    @Override
    public T extract(RequestHead head) {
        return step.apply(source.extract(head), head);
    }

    @Override
    public @Nullable T find(RequestHead head) {
        S value = source.find(head);
        return value == null ? null : step.apply(value, head);
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }
}
