package io.tako.sample.statsd;

import io.tako.sample.CollectorProperties;
import io.tako.sample.point.Point;
import io.tako.sample.store.SeriesStore;
import io.tako.udp.Datagram;
import io.tako.udp.UdpHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes datagrams of StatsD lines. There is nobody to tell of a bad line: it is counted as a
 * rejected point, and costs no other.
 */
@Component
final class StatsdHandler implements UdpHandler {

    private final SeriesStore store;
    private final StatsdState state;

    StatsdHandler(SeriesStore store, InstantSource clock, CollectorProperties properties) {
        this.store = store;
        this.state =
                new StatsdState(
                        clock, properties.store().maxSeries(), properties.statsd().setWindow());
    }

    @Override
    public void handle(Datagram datagram) {
        datagram.text().lines().filter(line -> !line.isBlank()).forEach(this::take);
    }

    private void take(String line) {
        Optional<List<Point>> points = StatsdLine.parse(line.strip()).flatMap(state::points);
        points.ifPresentOrElse(read -> read.forEach(store::write), store::countMalformed);
    }
}
