package io.tako.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tako.transport.TakoServer;
import io.tako.transport.UdpCounts;
import java.util.function.ToDoubleFunction;

/** The meters of one listener of datagrams. */
final class DatagramMeters implements MeterBinder {

    private static final String DATAGRAMS = "datagrams";

    private final TakoServer server;
    private final String name;

    DatagramMeters(TakoServer server, String name) {
        this.server = server;
        this.name = name;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter("tako.datagrams.received", UdpCounts::received, "Handed to the handler", registry);
        counter("tako.datagrams.shed", UdpCounts::shed, "Dropped for a full queue", registry);
        counter(
                "tako.datagrams.dropped",
                UdpCounts::dropped,
                "Dropped by the system for a full receive buffer",
                registry);
        counter(
                "tako.datagrams.oversized",
                UdpCounts::oversized,
                "Dropped for their size",
                registry);
        counter("tako.datagrams.denied", UdpCounts::denied, "Turned away by filters", registry);
        counter("tako.datagrams.failed", UdpCounts::failed, "At which the handler threw", registry);
        counter("tako.datagrams.sent", UdpCounts::sent, "Sent", registry);
        counter("tako.datagrams.unsent", UdpCounts::unsent, "Dropped on their way out", registry);
        Gauge.builder("tako.datagrams.waiting", server, one -> one.datagrams(name).waiting())
                .description("Wait for their handler")
                .baseUnit(DATAGRAMS)
                .tag("listener", name)
                .register(registry);
    }

    private void counter(
            String meter,
            ToDoubleFunction<UdpCounts> count,
            String description,
            MeterRegistry registry) {
        FunctionCounter.builder(meter, server, one -> count.applyAsDouble(one.datagrams(name)))
                .description(description)
                .baseUnit(DATAGRAMS)
                .tag("listener", name)
                .register(registry);
    }
}
