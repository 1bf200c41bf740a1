package io.tako.sample.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tako.respond.SseEmitter;
import io.tako.respond.SseSource;
import io.tako.sample.store.Arrival;
import io.tako.sample.store.Arrivals;
import io.tako.sample.store.SeriesFeed;
import io.tako.sample.store.Watch;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;

/**
 * The events of one series: each value it takes up, with an id to resume after. Nothing is queued.
 * The stream remembers where it is in the series and is woken when there is more, so a client that
 * is slow, or was away, costs no memory and misses nothing that the series still holds. What it
 * does miss a {@code gap} event tells.
 */
final class SeriesEvents implements SseSource {

    private static final int AT_ONCE = 256;

    private final SeriesFeed feed;
    private final String run;
    private final Optional<String> lastEvent;

    /**
     * @param run what the numbers of the series belong to
     * @param lastEvent the id of the event to go on after; without it the stream tells what comes
     *     from now on
     */
    SeriesEvents(SeriesFeed feed, String run, Optional<String> lastEvent) {
        this.feed = feed;
        this.run = run;
        this.lastEvent = lastEvent;
    }

    @Override
    public void emit(SseEmitter client) throws IOException, InterruptedException {
        Wakeup wakeup = new Wakeup();
        try (Watch _ = feed.watch(wakeup::signal)) {
            long at = begin(client);
            while (true) {
                Arrivals next = feed.after(at, AT_ONCE);
                if (next.isEmpty()) {
                    wakeup.await();
                } else {
                    send(next, client);
                    at = next.upTo();
                }
            }
        }
    }

    /** Tells the client where it is, so that it can resume even before the first event. */
    private long begin(SseEmitter client) throws IOException {
        long at = feed.latest();
        if (lastEvent.isPresent()) {
            long latest = at;
            Optional<EventId> known =
                    EventId.parse(lastEvent.get())
                            .filter(id -> id.run().equals(run) && id.number() <= latest);
            at = known.map(EventId::number).orElseGet(this::beforeAllThatIsHeld);
            if (known.isEmpty()) {
                client.send(gap(new Gap("unknown-event", null)));
            }
        }
        client.send(ServerSentEvent.builder().id(new EventId(run, at).toString()).build());
        return at;
    }

    private long beforeAllThatIsHeld() {
        return Math.max(0, feed.after(0, 1).upTo() - 1);
    }

    private void send(Arrivals next, SseEmitter client) throws IOException {
        if (next.missed() > 0) {
            client.send(gap(new Gap("overtaken", next.missed())));
        }
        for (Arrival arrival : next.held()) {
            client.send(
                    ServerSentEvent.builder(Views.Latest.of(arrival))
                            .id(new EventId(run, arrival.number()).toString())
                            .build());
        }
    }

    private static ServerSentEvent<Gap> gap(Gap gap) {
        return ServerSentEvent.builder(gap).event("gap").build();
    }

    /**
     * Events that cannot be sent any more.
     *
     * @param reason {@code overtaken} if newer values took their room, {@code unknown-event} if the
     *     id is of a store that is gone: all that this one holds follows
     * @param missed how many, where that is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Gap(String reason, @Nullable Long missed) {}
}
