package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A head extractor that looks for one thing, which may not be there. */
abstract class Lookup<T> implements HeadExtractor<T> {

    final Input input;

    Lookup(Input input) {
        this.input = input;
    }

    @Override
    public abstract @Nullable T find(RequestHead head);

    @Override
    public final T extract(RequestHead head) {
        T value = find(head);
        if (value == null) {
            throw absent();
        }
        return value;
    }

    @Override
    public final List<Input> inputs() {
        return List.of(input);
    }

    RuntimeException absent() {
        return new Rejection.Missing(input.label() + " is missing");
    }
}
