package io.tako.transport.spine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpListenerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What is counted in is counted out, whatever happens to a connection in between. */
final class TicketsTest {

    private static final int LIMIT = 8;
    private static final int STEPS = 4_000;

    private final Spine spine = new Spine(config(), DrainConfig.defaults());
    private final Tickets tickets = new Tickets(spine);
    private final Map<EmbeddedChannel, Ticket> open = new HashMap<>();

    private static HttpListenerConfig config() {
        return HttpListenerConfig.on(new InetSocketAddress(0))
                .withLimits(HttpLimits.defaults().withMaxConnections(LIMIT));
    }

    /** A protocol, by name. */
    private record Protocol(String occupation) implements Drainable {
        @Override
        public void drain() {}

        @Override
        public void abort() {}
    }

    private long room() {
        return LIMIT - open.values().stream().filter(Ticket::admitted).count();
    }

    private EmbeddedChannel accept() {
        EmbeddedChannel channel = new EmbeddedChannel();
        open.put(channel, tickets.take(channel));
        return channel;
    }

    private void admit(EmbeddedChannel channel) {
        Ticket ticket = Ticket.of(channel);
        boolean expected = room() > 0;
        assertThat(tickets.admit(ticket)).isEqualTo(expected);
        assertThat(ticket.admitted()).isEqualTo(expected);
    }

    private void close(EmbeddedChannel channel) {
        channel.finishAndReleaseAll();
        // A second end is none.
        channel.close();
        open.remove(channel);
    }

    private static @Nullable EmbeddedChannel any(Random random, List<EmbeddedChannel> of) {
        return of.isEmpty() ? null : of.get(random.nextInt(of.size()));
    }

    /**
     * Connections that a filter turns away before they are admitted, that are refused, that change
     * their protocol as often as they like, and that end by whoever's doing at any moment.
     */
    @RepeatedTest(25)
    void noSequenceLeavesAConnectionCounted(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int step = 0; step < STEPS; step++) {
            EmbeddedChannel one = any(random, List.copyOf(open.keySet()));
            int choice = random.nextInt(10);
            if (one == null || choice < 4) {
                EmbeddedChannel accepted = accept();
                if (choice > 0) {
                    admit(accepted);
                }
            } else if (choice < 7) {
                Protocol next = new Protocol("protocol " + step);
                Ticket.of(one).hold(next);
                assertThat(Ticket.of(one).holder()).isSameAs(next);
            } else {
                close(one);
            }
            assertThat(tickets.count()).isEqualTo(open.size());
            assertThat(spine.admitted()).isEqualTo(LIMIT - (int) room());
        }
        List.copyOf(open.keySet()).forEach(this::close);
        assertThat(tickets.count()).isZero();
        assertThat(spine.admitted()).isZero();
        for (int i = 0; i < LIMIT; i++) {
            admit(accept());
        }
        assertThat(room()).isZero();
        admit(accept());
        List.copyOf(open.keySet()).forEach(this::close);
    }

    @Test
    void eachThatIsOpenIsToldOnceAndNotAllInOneTurn() {
        EmbeddedChannel loop = new EmbeddedChannel();
        List<Ticket> told = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            accept();
        }
        CountDownLatch done = new CountDownLatch(1);
        tickets.each(
                loop.eventLoop(),
                ticket -> {
                    told.add(ticket);
                    ticket.channel().close();
                },
                done);
        assertThat(told).hasSizeLessThan(500);
        assertThat(done.getCount()).isOne();
        loop.runPendingTasks();
        assertThat(done.getCount()).isZero();
        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(open.values());
        assertThat(tickets.count()).isZero();
        loop.finishAndReleaseAll();
    }
}
