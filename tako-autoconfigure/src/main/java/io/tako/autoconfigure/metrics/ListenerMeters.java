package io.tako.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tako.transport.ListenerCounts;
import io.tako.transport.TakoServer;
import java.util.function.ToDoubleFunction;

/** The meters of one listener. */
final class ListenerMeters implements MeterBinder {

    private static final String REQUESTS = "requests";
    private static final String HANDSHAKES = "handshakes";

    private final TakoServer server;
    private final String name;

    ListenerMeters(TakoServer server, String name) {
        this.server = server;
        this.name = name;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("tako.connections.active", BaseUnits.CONNECTIONS, ListenerCounts::connections)
                .description("Open connections, those that have said nothing yet included")
                .register(registry);
        counter("tako.connections.accepted", BaseUnits.CONNECTIONS, ListenerCounts::accepted)
                .description("Connections accepted")
                .register(registry);
        counter(
                        "tako.connections.refused",
                        BaseUnits.CONNECTIONS,
                        ListenerCounts::refusedConnections)
                .description("Connections refused because there were too many")
                .register(registry);
        counter("tako.connections.denied", BaseUnits.CONNECTIONS, ListenerCounts::denied)
                .description("Connections that a filter turned away")
                .register(registry);
        counter("tako.proxy.refused", BaseUnits.CONNECTIONS, ListenerCounts::proxyRefusals)
                .description("Connections closed because of their PROXY header, or without one")
                .register(registry);
        counter("tako.accept.failures", "failures", ListenerCounts::acceptFailures)
                .description("How often the system could not accept a connection")
                .register(registry);
        gauge("tako.requests.active", REQUESTS, ListenerCounts::requests)
                .description("Requests between their dispatch and the end of their answer")
                .register(registry);
        counter("tako.requests.refused", REQUESTS, ListenerCounts::refusedRequests)
                .description("Requests refused because too many were being handled")
                .register(registry);
        counter("tako.tls.handshakes", HANDSHAKES, ListenerCounts::handshakes)
                .description("TLS handshakes that came to a session")
                .register(registry);
        counter("tako.tls.handshakes.failed", HANDSHAKES, ListenerCounts::handshakeFailures)
                .description("TLS handshakes that did not")
                .register(registry);
        Gauge.builder("tako.drain.active", server, one -> one.draining() ? 1 : 0)
                .description("Whether the server drains: 1 from the start of the delay on, else 0")
                .tag("listener", name)
                .register(registry);
        counter("tako.drain.connections.cut", BaseUnits.CONNECTIONS, ListenerCounts::cut)
                .description("Connections that had not ended when their drain was over")
                .register(registry);
    }

    private Gauge.Builder<TakoServer> gauge(
            String meter, String unit, ToDoubleFunction<ListenerCounts> count) {
        return Gauge.builder(meter, server, one -> count.applyAsDouble(one.counts(name)))
                .baseUnit(unit)
                .tag("listener", name);
    }

    private FunctionCounter.Builder<TakoServer> counter(
            String meter, String unit, ToDoubleFunction<ListenerCounts> count) {
        return FunctionCounter.builder(meter, server, one -> count.applyAsDouble(one.counts(name)))
                .baseUnit(unit)
                .tag("listener", name);
    }
}
