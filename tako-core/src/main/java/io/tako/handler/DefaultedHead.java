package io.tako.handler;

import io.tako.http.RequestHead;
import java.util.List;
import java.util.function.Function;

/** What another head extractor finds, or a default where it finds nothing. */
final class DefaultedHead<S, T> implements HeadExtractor<T> {

    private final HeadExtractor<S> source;
    private final List<Input> inputs;
    private final Function<S, T> present;
    private final T absent;

    DefaultedHead(HeadExtractor<S> source, Function<S, T> present, T absent) {
        this.source = source;
        this.inputs = Steps.notRequired(source.inputs());
        this.present = present;
        this.absent = absent;
    }

    @Override
    public T extract(RequestHead head) {
        S value = source.find(head);
        return value == null ? absent : present.apply(value);
    }

    @Override
    public T find(RequestHead head) {
        return extract(head);
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }
}
