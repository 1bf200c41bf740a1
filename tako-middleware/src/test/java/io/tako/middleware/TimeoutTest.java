package io.tako.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.Handler;
import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.Router;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean leaked = new AtomicBoolean();
    private final TestExchange exchange = TestExchange.get("/a");

    private final Handler patient =
            request -> {
                entered.countDown();
                release.await();
                return Response.text("late");
            };

    private final Handler stubborn =
            request -> {
                entered.countDown();
                boolean waiting = true;
                while (waiting) {
                    try {
                        release.await();
                        waiting = false;
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                }
                Thread.currentThread().interrupt();
                return Response.text("late");
            };

    /** The handler hears of it only while it waits. */
    private void awaitInterrupt() {
        while (!interrupted.get()) {
            Thread.onSpinWait();
        }
    }

    private FutureTask<Response> start(Timeout timeout, Handler handler) throws Exception {
        Router router =
                Router.builder()
                        .use(
                                (request, next) -> {
                                    Response response = next.run(request);
                                    leaked.set(Thread.currentThread().isInterrupted());
                                    return response;
                                })
                        .get("/a", handler.with(timeout))
                        .build();
        FutureTask<Response> run = new FutureTask<>(() -> router.handle(exchange));
        Thread.ofVirtual().start(run);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    private static Response await(FutureTask<Response> run) throws Exception {
        return run.get(30, TimeUnit.SECONDS);
    }

    @Test
    void interruptsTheHandlerAndAnswers503() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT), patient);
        exchange.advance(LIMIT);
        Response response = await(run);
        assertThat(response.status().value()).isEqualTo(503);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new String(TestExchange.render(response.body()))).doesNotContain("late");
        assertThat(leaked).isFalse();
        assertThat(exchange.scheduled()).isZero();
        assertThat(exchange.open()).isTrue();
    }

    @Test
    void answers504WhereAsked() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT).gatewayTimeout(), patient);
        exchange.advance(LIMIT);
        assertThat(await(run).status().value()).isEqualTo(504);
    }

    @Test
    void doesNothingBeforeTheDeadline() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT), stubborn);
        exchange.advance(LIMIT.minusNanos(1));
        release.countDown();
        Response response = await(run);
        assertThat(new String(TestExchange.render(response.body()))).isEqualTo("late");
        assertThat(interrupted).isFalse();
        assertThat(exchange.scheduled()).isZero();
    }

    @Test
    void leavesAnInterruptOfSomebodyElseAlone() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT), stubborn);
        release.countDown();
        await(run);
        assertThat(leaked).isTrue();
    }

    @Test
    void answersOverTheHeadOfAHandlerThatIgnoresTheInterrupt() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT), stubborn);
        exchange.advance(LIMIT);
        exchange.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(exchange.open()).isTrue();
        exchange.advance(Duration.ofNanos(1));
        assertThat(exchange.response().status().value()).isEqualTo(503);
        awaitInterrupt();
        release.countDown();
        Response late = await(run);
        assertThat(interrupted).isTrue();
        assertThat(leaked).isFalse();
        assertThat(late.status().value()).isEqualTo(503);
        assertThat(exchange.respond(late)).isFalse();
    }

    @Test
    void withinTheGracePeriodTheHandlersThreadAnswers() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT).grace(LIMIT), stubborn);
        exchange.advance(LIMIT);
        assertThat(exchange.scheduled()).isEqualTo(1);
        release.countDown();
        assertThat(await(run).status().value()).isEqualTo(503);
        assertThat(exchange.scheduled()).isZero();
        exchange.advance(LIMIT);
        assertThat(exchange.open()).isTrue();
    }

    @Test
    void withoutGraceIsAnsweredAtTheDeadline() throws Exception {
        FutureTask<Response> run = start(Timeout.after(LIMIT).grace(Duration.ZERO), stubborn);
        exchange.advance(LIMIT);
        assertThat(exchange.response().status().value()).isEqualTo(503);
        awaitInterrupt();
        release.countDown();
        await(run);
        assertThat(interrupted).isTrue();
    }

    @Test
    void neverInterruptsAThreadThatIsNotVirtual() {
        Handler handler =
                request -> {
                    exchange.advance(LIMIT);
                    interrupted.set(Thread.currentThread().isInterrupted());
                    return Response.ok();
                };
        Router router = Router.builder().use(Timeout.after(LIMIT)).get("/a", handler).build();
        assertThat(router.handle(exchange).status().value()).isEqualTo(503);
        assertThat(exchange.response().status().value()).isEqualTo(503);
        assertThat(interrupted).isFalse();
    }

    @Test
    void racingTheDeadlineNeverLeaksAnInterrupt() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            TestExchange one = TestExchange.get("/a");
            CountDownLatch go = new CountDownLatch(1);
            AtomicBoolean after = new AtomicBoolean();
            Router router =
                    Router.builder()
                            .use(
                                    (request, next) -> {
                                        Response response = next.run(request);
                                        for (int n = 0; n < 100; n++) {
                                            Thread.onSpinWait();
                                        }
                                        after.set(Thread.currentThread().isInterrupted());
                                        return response;
                                    })
                            .use(Timeout.after(LIMIT))
                            .get(
                                    "/a",
                                    request -> {
                                        go.countDown();
                                        return Response.ok();
                                    })
                            .build();
            FutureTask<Response> run = new FutureTask<>(() -> router.handle(one));
            Thread.ofVirtual().start(run);
            assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            one.advance(LIMIT);
            assertThat(await(run).status().value()).isIn(200, 503);
            assertThat(after).isFalse();
            assertThat(one.scheduled()).isZero();
        }
    }

    @Test
    void refusesTimesThatMakeNoSense() {
        assertThatThrownBy(() -> Timeout.after(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timeout.after(LIMIT).grace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
