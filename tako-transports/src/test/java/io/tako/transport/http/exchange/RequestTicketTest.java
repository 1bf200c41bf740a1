package io.tako.transport.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.RouterSettings;
import io.tako.routing.Router;
import io.tako.runtime.Core;
import io.tako.runtime.HandlerTask;
import io.tako.runtime.IoPreference;
import io.tako.runtime.LoopRuntime;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.HttpService;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.HttpSpine;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is counted in is counted out once, whatever order an exchange and its handlers end in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestTicketTest {

    private static final int LIMIT = 3;
    private static final int STEPS = 4_000;

    private final OneLoop runtime = new OneLoop();
    private HttpCore core = newCore();

    private static final class OneLoop extends LoopRuntime {
        OneLoop() {
            super(
                    RuntimeKind.SHARED,
                    RuntimeConfig.defaults().withIo(IoPreference.NIO).withLoops(1),
                    OneCore::new);
        }
    }

    private static final class OneCore extends Core {
        OneCore(Slot slot) {
            super(slot);
        }

        @Override
        public void start(HandlerTask task) {
            startOnLoop(task);
        }
    }

    /** A request and what is known of it. */
    private static final class Asked {
        final RequestTicket ticket;
        int handlers;
        boolean ended;
        boolean over;

        Asked(RequestTicket ticket) {
            this.ticket = ticket;
        }

        boolean holdsAPlace() {
            over |= ended && handlers == 0;
            return ticket.admitted() && !over;
        }
    }

    private HttpCore newCore() {
        HttpListenerConfig config =
                HttpListenerConfig.on(new InetSocketAddress(0))
                        .withLimits(HttpLimits.defaults().withMaxConcurrentRequests(LIMIT));
        Router router = Router.builder(RouterSettings.defaults()).build();
        HttpSpine spine = new HttpSpine(config, DrainConfig.defaults(), HttpService.of(router));
        return new HttpCore(runtime.cores().getFirst(), spine);
    }

    @AfterAll
    void close() {
        runtime.close();
    }

    private static void handle(Asked asked) {
        asked.handlers++;
        asked.ticket.handling();
    }

    private static void handled(Asked asked) {
        asked.handlers--;
        asked.ticket.handled();
    }

    private static void end(Asked asked) {
        asked.ended = true;
        asked.ticket.ended();
    }

    @RepeatedTest(25)
    void noSequenceLeavesARequestCountedOrCountsOneOutTwice(RepetitionInfo repetition) {
        core = newCore();
        Random random = new Random(repetition.getCurrentRepetition());
        List<Asked> all = new ArrayList<>();
        long refused = 0;
        for (int step = 0; step < STEPS; step++) {
            Asked one = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    boolean room = all.stream().filter(Asked::holdsAPlace).count() < LIMIT;
                    Asked asked = new Asked(RequestTicket.take(core));
                    assertThat(asked.ticket.admitted()).isEqualTo(room);
                    refused += room ? 0 : 1;
                    all.add(asked);
                }
                case 2 -> {
                    if (one != null && one.ticket.admitted()) {
                        handle(one);
                    }
                }
                case 3, 4 -> {
                    if (one != null && one.handlers > 0) {
                        handled(one);
                    }
                }
                default -> {
                    if (one != null && !one.ended) {
                        end(one);
                    }
                }
            }
            all.forEach(Asked::holdsAPlace);
            all.removeIf(asked -> asked.ended && random.nextInt(50) == 0 && asked.handlers == 0);
            long active = all.stream().filter(asked -> !asked.ended).count();
            assertThat(core.counts().active()).isEqualTo((int) active);
            assertThat(core.spine().refusedRequests()).isEqualTo(refused);
        }
        for (Asked asked : all) {
            while (asked.handlers > 0) {
                handled(asked);
            }
            if (!asked.ended) {
                end(asked);
            }
        }
        assertThat(core.counts().active()).isZero();
        assertThatExactlyTheLimitIsLetIn();
    }

    private void assertThatExactlyTheLimitIsLetIn() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(RequestTicket.take(core).admitted()).isTrue();
        }
        assertThat(RequestTicket.take(core).admitted()).isFalse();
    }

    @Test
    void aPeerThatLeavesMakesNoRoomWhileItsHandlerRuns() {
        core = newCore();
        for (int i = 0; i < LIMIT; i++) {
            Asked asked = new Asked(RequestTicket.take(core));
            handle(asked);
            end(asked);
        }
        assertThat(RequestTicket.take(core).admitted()).isFalse();
    }
}
