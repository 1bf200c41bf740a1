package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WatchdogTest {

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    lines.add(event.getFormattedMessage());
                }
            };
    private final TakoRuntime runtime =
            new TestRuntime(
                    RuntimeKind.PER_CORE,
                    RuntimeConfig.defaults()
                            .withLoops(1)
                            .withWatchdog(Duration.ofMillis(40), Duration.ofMillis(10)));
    private final Core core = runtime.cores().getFirst();
    private final AtomicBoolean stop = new AtomicBoolean();

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void close() {
        stop.set(true);
        runtime.close();
        logger.detachAppender(appender);
    }

    @Test
    void inlineHandlerThatWaitsIsNamedWithItsStack() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        hold("GET /waits", gate::await, (on, task) -> on.runInline(task));
        awaitReport("core 0 has been held for", "GET /waits", "CountDownLatch.await");
        gate.countDown();
        Await.until("the end is told", () -> lines.stream().anyMatch(this::tellsTheEnd));
    }

    @Test
    void carriedHandlerThatSpinsIsNamedWithItsOwnStack() throws Exception {
        hold("GET /spins", this::spin, Core::start);
        awaitReport("GET /spins", "WatchdogTest.spin");
    }

    @Test
    void handlerThatSpinsAfterAParkIsNamedToo() throws Exception {
        hold(
                "GET /late",
                () -> {
                    Thread.sleep(1);
                    spin();
                },
                Core::start);
        awaitReport("GET /late", "WatchdogTest.spin");
    }

    @Test
    void threadStartedByAHandlerIsToldApart() throws Exception {
        hold(
                "GET /parent",
                () -> {
                    Thread child = Thread.startVirtualThread(this::spin);
                    child.join();
                },
                Core::start);
        awaitReport("a virtual thread started by GET /parent");
    }

    @Test
    void incidentIsToldOnceAndAgainTenTimesLater() throws Exception {
        hold("GET /spins", this::spin, Core::start);
        Await.until("a second report", () -> lines.size() >= 2);
        assertThat(runtime.watchdogHits()).isGreaterThanOrEqualTo(2);
        List<Long> held =
                lines.stream()
                        .map(line -> line.replaceAll("(?s).*held for (\\d+) ms.*", "$1"))
                        .map(Long::valueOf)
                        .toList();
        assertThat(held.get(0)).isGreaterThanOrEqualTo(40);
        assertThat(held.get(1)).isGreaterThanOrEqualTo(held.get(0) * 10);
    }

    @Test
    void waitingHandlersHoldNothing() throws Exception {
        CountDownLatch inside = new CountDownLatch(10);
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            TestTask.start(
                    core,
                    () -> {
                        inside.countDown();
                        gate.await();
                    });
        }
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        // What the watchdog looks at says nobody holds the loop.
        Await.until("the loop is free", () -> core.running() == null);
        gate.countDown();
    }

    @Test
    void zeroThresholdStartsNoThread() {
        RuntimeConfig off =
                RuntimeConfig.defaults()
                        .withLoops(1)
                        .withPin(false)
                        .withThreadPrefix("unwatched")
                        .withWatchdog(Duration.ZERO);
        try (TakoRuntime unwatched = new TestRuntime(RuntimeKind.PER_CORE, off)) {
            assertThat(unwatched.watchdogHits()).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("unwatched-loop-0")
                    .doesNotContain("unwatched-watchdog");
        }
    }

    private void hold(String name, TestTask.Body body, BiConsumer<Core, HandlerTask> how) {
        TestTask task = new TestTask(name, ExecutionProfile.unmeasured(), body);
        core.eventLoop().execute(() -> how.accept(core, task));
    }

    private void spin() {
        while (!stop.get()) {
            Thread.onSpinWait();
        }
    }

    private boolean tellsTheEnd(String line) {
        return line.contains("is free again") && line.contains("GET /waits");
    }

    /** Reports with all of these; one that came early may tell of the way there. */
    private void awaitReport(String... parts) throws Exception {
        Await.until(
                "a report of " + List.of(parts),
                () -> lines.stream().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
        assertThat(runtime.watchdogHits()).isPositive();
    }
}
