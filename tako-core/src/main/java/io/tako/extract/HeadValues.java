package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Attribute;
import io.tako.http.Rejection;
import io.tako.http.RequestHead;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Single values out of path, query and fields. */
final class HeadValues {

    private static final Attribute<MultiValueMap<String, String>> QUERY =
            Attribute.named("tako.query");

    private HeadValues() {}

    static <T> HeadExtractor<T> path(String name, Class<T> type) {
        return value(Input.Kind.PATH, name, type, RequestHead::pathVariable);
    }

    static <T> HeadExtractor<T> query(String name, Class<T> type) {
        return value(Input.Kind.QUERY, name, type, (head, key) -> parsedQuery(head).getFirst(key));
    }

    static <T> HeadExtractor<T> header(String name, Class<T> type) {
        return value(Input.Kind.HEADER, name, type, RequestHead::header);
    }

    static <T> HeadExtractor<List<T>> queryAll(String name, Class<T> type) {
        Input input = new Input(Input.Kind.QUERY, Objects.requireNonNull(name), type, false);
        TextType<T> target = TextType.of(type);
        return new Lookup<>(input) {
            @Override
            public List<T> find(RequestHead head) {
                List<String> texts = parsedQuery(head).get(name);
                return texts == null
                        ? List.of()
                        : texts.stream().map(t -> target.read(t, input, head.settings())).toList();
            }
        };
    }

    /** The query, read once for all extractors of a request. */
    static MultiValueMap<String, String> parsedQuery(RequestHead head) {
        MultiValueMap<String, String> parsed = head.attribute(QUERY);
        if (parsed == null) {
            String query = head.query();
            int most = head.settings().maxParameters();
            parsed =
                    UrlEncoded.parse(
                            query == null ? "" : query, "query", most, Rejection.Malformed::new);
            head.attribute(QUERY, parsed);
        }
        return parsed;
    }

    private static <T> HeadExtractor<T> value(
            Input.Kind kind,
            String name,
            Class<T> type,
            BiFunction<RequestHead, String, @Nullable String> source) {
        Input input = new Input(kind, Objects.requireNonNull(name, "name"), type, true);
        TextType<T> target = TextType.of(type);
        return new Lookup<>(input) {
            @Override
            public @Nullable T find(RequestHead head) {
                String text = source.apply(head, name);
                return text == null ? null : target.read(text, input, head.settings());
            }
        };
    }
}
