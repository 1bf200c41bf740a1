package io.tako.extract;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.BodyExtractor;
import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.Extractor;
import io.tako.handler.Handler;
import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.RequestHead;
import io.tako.http.TestExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlersTest {

    /** The n-th word of the query, converted. */
    private record Word<T>(int index, Class<T> type) implements HeadExtractor<T> {
        @Override
        public T extract(RequestHead head) {
            String query = head.query();
            if (query == null) {
                throw new Rejection.Missing("words");
            }
            Object text = query.split(",")[index];
            Object value = type == String.class ? text : Long.valueOf((String) text);
            return boxed(value);
        }

        @SuppressWarnings("unchecked")
        private T boxed(Object value) {
            return (T) value;
        }

        @Override
        public List<Input> inputs() {
            return List.of(new Input(Input.Kind.QUERY, "w" + index, type, true));
        }
    }

    private record Text(BodyMode bodyMode) implements BodyExtractor<String> {
        @Override
        public String extract(Request request) throws IOException {
            return new String(request.content().bytes(), StandardCharsets.UTF_8);
        }

        @Override
        public List<Input> inputs() {
            return List.of(new Input(Input.Kind.BODY, "", String.class, true));
        }
    }

    private static <T> HeadExtractor<T> word(int index, Class<T> type) {
        return new Word<>(index, type);
    }

    private static HeadExtractor<String> word(int index) {
        return new Word<>(index, String.class);
    }

    private static BodyExtractor<String> body() {
        return new Text(BodyMode.BUFFERED);
    }

    /** Methods with overloads, as a repository has them. */
    private static final class Users {
        Optional<String> find(long id) {
            return id == 7 ? Optional.of("seven") : Optional.empty();
        }

        Optional<String> find(String name) {
            return Optional.of("named " + name);
        }

        String find(long id, String name) {
            return id + name;
        }

        String find() {
            return "all";
        }
    }

    private final Users users = new Users();

    private static String answer(Handler handler, String target) throws Exception {
        TestExchange exchange = TestExchange.get(target).withBody("body", "text/plain");
        exchange.respond(Objects.requireNonNull(handler.handle(exchange.request())));
        return exchange.bodyText();
    }

    @Test
    void overloadedMethodsAndLambdasAreInferred() throws Exception {
        assertThat(answer(handle(() -> "Hello"), "/")).isEqualTo("Hello");
        assertThat(answer(handle(users::find), "/")).isEqualTo("all");
        assertThat(answer(handle(word(0, long.class), users::find), "/?7")).isEqualTo("seven");
        assertThat(answer(handle(word(0), users::find), "/?x")).isEqualTo("named x");
        assertThat(answer(handle(word(0, long.class), word(1), users::find), "/?1,b"))
                .isEqualTo("1b");
        assertThat(answer(handle(body(), text -> text.length()), "/")).isEqualTo("4");
        assertThat(answer(handle(word(0), body(), (a, text) -> a + text.strip()), "/?x"))
                .isEqualTo("xbody");
    }

    @Test
    void oneToSixValuesComeInOrder() throws Exception {
        String target = "/?0,1,2,3,4,5";
        HeadExtractor<String> a = word(0);
        HeadExtractor<String> b = word(1);
        HeadExtractor<String> c = word(2);
        HeadExtractor<String> d = word(3);
        HeadExtractor<String> e = word(4);
        HeadExtractor<String> f = word(5);
        assertThat(answer(handle(a, (v) -> v), target)).isEqualTo("0");
        assertThat(answer(handle(a, b, (v, w) -> v + w), target)).isEqualTo("01");
        assertThat(answer(handle(a, b, c, (v, w, x) -> v + w + x), target)).isEqualTo("012");
        assertThat(answer(handle(a, b, c, d, (v, w, x, y) -> v + w + x + y), target))
                .isEqualTo("0123");
        assertThat(answer(handle(a, b, c, d, e, (v, w, x, y, z) -> v + w + x + y + z), target))
                .isEqualTo("01234");
        assertThat(
                        answer(
                                handle(
                                        a,
                                        b,
                                        c,
                                        d,
                                        e,
                                        f,
                                        (v, w, x, y, z, last) -> v + w + x + y + z + last),
                                target))
                .isEqualTo("012345");
        assertThat(
                        answer(
                                handle(
                                        a,
                                        b,
                                        c,
                                        d,
                                        e,
                                        body(),
                                        (v, w, x, y, z, last) -> v + w + x + y + z + last),
                                target))
                .isEqualTo("01234body");
    }

    @Test
    void methodsThatReturnNothingMuchAnswer204() throws Exception {
        TestExchange exchange = TestExchange.get("/");
        assertThat(handle(() -> null).handle(exchange.request()))
                .satisfies(r -> assertThat(r.status().value()).isEqualTo(204));
    }

    @Test
    void firstRejectionStopsTheRest() {
        Handler handler =
                handle(
                        word(0),
                        body(),
                        (a, b) -> {
                            throw new AssertionError("not reached");
                        });
        TestExchange exchange = TestExchange.get("/");
        assertThatThrownBy(() -> handler.handle(exchange.request()))
                .isInstanceOf(Rejection.Missing.class);
    }

    @Test
    void exceptionsOfTheMethodPassAsTheyAre() {
        IOException failure = new IOException("x");
        Handler handler =
                handle(
                        () -> {
                            throw failure;
                        });
        assertThatThrownBy(() -> handler.handle(TestExchange.get("/").request())).isSameAs(failure);
    }

    @Test
    void planNamesInputsInOrderAndTheBodyMode() {
        var plan = handle(word(0), word(1, long.class), body(), (a, b, c) -> a).plan();
        assertThat(plan.inputs()).extracting(Input::name).containsExactly("w0", "w1", "");
        assertThat(plan.bodyMode()).isEqualTo(BodyMode.BUFFERED);
        assertThat(plan.execution()).isEqualTo(Execution.VIRTUAL_THREAD);
        assertThat(plan.middleware()).isEmpty();
        assertThat(handle(word(0), a -> a).plan().bodyMode()).isEqualTo(BodyMode.NONE);
        assertThat(handle(() -> "").plan().bodyMode()).isEqualTo(BodyMode.NONE);
        Extractor<String> streamed = new Text(BodyMode.STREAMED);
        assertThat(handle(streamed, a -> a).plan().bodyMode()).isEqualTo(BodyMode.STREAMED);
    }
}
