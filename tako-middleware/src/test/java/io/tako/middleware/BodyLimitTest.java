package io.tako.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.Handler;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class BodyLimitTest {

    private final AtomicInteger calls = new AtomicInteger();

    private final Handler reader =
            request -> {
                calls.incrementAndGet();
                return Response.text("" + request.content().stream().readAllBytes().length);
            };

    private final Router router =
            Router.builder()
                    .use(BodyLimit.of(4))
                    .post("/a", reader)
                    .post("/large", reader.with(BodyLimit.of(8)))
                    .build();

    private int status(TestExchange exchange) {
        return router.handle(exchange).status().value();
    }

    private static TestExchange post(String path) {
        return TestExchange.of(HttpMethod.POST, path);
    }

    @Test
    void aBodyOfTheLimitPasses() {
        assertThat(status(post("/a").withBody("1234", "text/plain"))).isEqualTo(200);
    }

    @Test
    void aDeclaredLengthOverTheLimitNeverReachesTheHandler() {
        assertThat(status(post("/a").withBody("12345", "text/plain"))).isEqualTo(413);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aBodyOfUnknownLengthIsStoppedAtTheLimit() {
        byte[] five = new byte[5];
        assertThat(status(post("/a").withChunkedBody(five, "text/plain"))).isEqualTo(413);
        assertThat(calls).hasValue(1);
    }

    @Test
    void theLimitOfARouteHoldsForABodyOfUnknownLength() {
        byte[] eight = new byte[8];
        assertThat(status(post("/large").withChunkedBody(eight, "text/plain"))).isEqualTo(200);
    }

    @Test
    void theRoutersLimitStillRefusesADeclaredLength() {
        assertThat(status(post("/large").withBody("12345678", "text/plain"))).isEqualTo(413);
        assertThat(calls).hasValue(0);
    }

    @Test
    void refusesANegativeLimit() {
        assertThatThrownBy(() -> BodyLimit.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
