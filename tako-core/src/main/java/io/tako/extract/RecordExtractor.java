package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.RequestHead;
import java.util.List;
import java.util.function.Function;
import org.springframework.util.MultiValueMap;

/** A record out of path or query. */
final class RecordExtractor<T extends Record> implements HeadExtractor<T> {

    private final RecordBinding<T> binding;
    private final Function<RequestHead, MultiValueMap<String, String>> source;

    private RecordExtractor(
            RecordBinding<T> binding, Function<RequestHead, MultiValueMap<String, String>> source) {
        this.binding = binding;
        this.source = source;
    }

    static <T extends Record> HeadExtractor<T> path(Class<T> type) {
        return new RecordExtractor<>(
                new RecordBinding<>(type, Input.Kind.PATH, "path"),
                head -> MultiValueMap.fromSingleValue(head.pathVariables()));
    }

    static <T extends Record> HeadExtractor<T> query(Class<T> type) {
        return new RecordExtractor<>(
                new RecordBinding<>(type, Input.Kind.QUERY, "query"), HeadValues::parsedQuery);
    }

    @Override
    public T extract(RequestHead head) {
        return binding.bind(source.apply(head), head.settings());
    }

    @Override
    public List<Input> inputs() {
        return binding.inputs();
    }
}
