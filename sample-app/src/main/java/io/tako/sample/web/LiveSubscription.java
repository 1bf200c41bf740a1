package io.tako.sample.web;

import io.tako.sample.store.Arrivals;
import io.tako.sample.store.Follower;
import io.tako.sample.store.SeriesFeed;
import io.tako.sample.store.SeriesInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The series one subscription follows. Writers tell it of values; it then lines up to be sent, each
 * series once however much has come, and reads the series when its turn is there. So what waits for
 * a slow client is a place in line for each series, and never the points.
 */
final class LiveSubscription implements Follower {

    private static final int AT_ONCE = 256;

    private final String name;
    private final int maxSeries;
    private final Outbox outbox;
    private int joined;
    private boolean toldOfLimit;

    LiveSubscription(String name, int maxSeries, Outbox outbox) {
        this.name = name;
        this.maxSeries = maxSeries;
        this.outbox = outbox;
    }

    /** Under the lock of the store, so one call at a time. */
    @Override
    public @Nullable Runnable joined(SeriesFeed series) {
        if (joined < maxSeries) {
            joined++;
            return new Trail(series);
        }
        if (!toldOfLimit) {
            toldOfLimit = true;
            outbox.add(client -> client.send(new LiveMessage.LeftOut(name, maxSeries)));
        }
        return null;
    }

    /** Where the client is in one series. */
    private final class Trail implements Runnable, Outbox.Item {

        private final SeriesFeed series;
        private final AtomicBoolean waiting = new AtomicBoolean();
        private @Nullable String id;
        private long at;

        Trail(SeriesFeed series) {
            this.series = series;
            this.at = series.latest();
        }

        @Override
        public void run() {
            if (waiting.compareAndSet(false, true)) {
                outbox.add(this);
            }
        }

        @Override
        public void sendTo(LiveClient client) throws IOException {
            waiting.set(false);
            String known = id;
            if (known == null) {
                SeriesInfo info = series.info();
                known = info.id();
                id = known;
                client.send(new LiveMessage.Joined(name, Views.Series.of(info)));
            }
            Arrivals next = series.after(at, AT_ONCE);
            if (!next.isEmpty()) {
                at = next.upTo();
                List<Views.Latest> points = next.held().stream().map(Views.Latest::of).toList();
                client.send(new LiveMessage.Points(name, known, next.missed(), points));
                if (at < series.latest()) {
                    // The others in line first.
                    run();
                }
            }
        }
    }
}
