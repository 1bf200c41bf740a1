package io.tako.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestIdTest {

    private static Router router(RequestId middleware) {
        return Router.builder()
                .use(middleware)
                .get(
                        "/a",
                        request ->
                                Response.text(request.id() + " " + MDC.get(RequestId.MDC_KEY))
                                        .header("x-request-id", "the handler's own"))
                .build();
    }

    private static Response answer(TestExchange exchange) {
        return router(RequestId.create()).handle(exchange);
    }

    private static String id(Response response) {
        return Objects.requireNonNull(response.header("X-Request-Id"));
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void keepsTheIdTheRequestBrings() throws Exception {
        Response response = answer(TestExchange.get("/a").withHeader("X-Request-Id", "aZ09._-"));
        assertThat(new String(TestExchange.render(response.body()))).isEqualTo("aZ09._- aZ09._-");
        assertThat(response.headers().get("X-Request-Id")).containsExactly("aZ09._-");
    }

    @Test
    void makesAnIdWhereThereIsNone() {
        String first = id(answer(TestExchange.get("/a")));
        assertThat(first).matches("[0-9a-f]{32}");
        assertThat(id(answer(TestExchange.get("/a")))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a/b", "\u00e9", "<script>"})
    void replacesAnIdThatIsNotOne(String brought) {
        Response response = answer(TestExchange.get("/a").withHeader("X-Request-Id", brought));
        assertThat(id(response)).matches("[0-9a-f]{32}");
    }

    @Test
    void allowsAnIdOf128CharactersAndNoMore() {
        String longest = "a".repeat(128);
        assertThat(id(answer(TestExchange.get("/a").withHeader("X-Request-Id", longest))))
                .isEqualTo(longest);
        assertThat(id(answer(TestExchange.get("/a").withHeader("X-Request-Id", longest + "a"))))
                .hasSize(32);
    }

    @Test
    void restoresTheMdc() {
        answer(TestExchange.get("/a"));
        assertThat(MDC.get(RequestId.MDC_KEY)).isNull();
        MDC.put(RequestId.MDC_KEY, "before");
        answer(TestExchange.get("/a"));
        assertThat(MDC.get(RequestId.MDC_KEY)).isEqualTo("before");
    }

    @Test
    void isOnAMissToo() {
        assertThat(id(answer(TestExchange.get("/nowhere")))).hasSize(32);
    }

    @Test
    void usesTheFieldNamed() {
        Response response =
                router(RequestId.create().header("X-Trace"))
                        .handle(TestExchange.get("/a").withHeader("x-trace", "t1"));
        assertThat(response.header("X-Trace")).isEqualTo("t1");
        assertThatThrownBy(() -> RequestId.create().header("no token"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
