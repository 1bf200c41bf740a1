package io.tako.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tako.autoconfigure.TakoServers;
import io.tako.runtime.Core;
import io.tako.runtime.LoopLag;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.UdpListenerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The meters of a runtime and of the servers on it. Their tags name listeners and cores, of which
 * there are as many as the configuration says: nothing that a client sends makes a series.
 */
final class TakoMetrics implements MeterBinder, AutoCloseable {

    private static final Duration LAG_INTERVAL = Duration.ofSeconds(1);
    private static final String CORE = "core";
    private static final String REQUESTS = "requests";

    private final TakoRuntime runtime;
    private final TakoServers servers;
    private final List<LoopLag> lags = new CopyOnWriteArrayList<>();

    TakoMetrics(TakoRuntime runtime, TakoServers servers) {
        this.runtime = runtime;
        this.servers = servers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("tako.watchdog.hits", runtime, TakoRuntime::watchdogHits)
                .description("How often a handler was named for holding its event loop")
                .register(registry);
        for (Core core : runtime.cores()) {
            bind(core, registry);
        }
        List<Timer> timers = runtime.cores().stream().map(core -> lag(core, registry)).toList();
        lags.add(
                LoopLag.measure(
                        runtime,
                        LAG_INTERVAL,
                        (core, nanos) ->
                                timers.get(core.index()).record(nanos, TimeUnit.NANOSECONDS)));
        servers.each(
                server -> {
                    for (ListenerConfig listener : server.config().listeners()) {
                        MeterBinder meters =
                                listener instanceof UdpListenerConfig
                                        ? new DatagramMeters(server, listener.name())
                                        : new ListenerMeters(server, listener.name());
                        meters.bindTo(registry);
                    }
                });
    }

    private void bind(Core core, MeterRegistry registry) {
        int index = core.index();
        String name = Integer.toString(index);
        Gauge.builder("tako.core.connections", servers, all -> all.counts(index).connections())
                .description("Open connections")
                .baseUnit(BaseUnits.CONNECTIONS)
                .tag(CORE, name)
                .register(registry);
        FunctionCounter.builder("tako.core.requests", servers, all -> all.counts(index).requests())
                .description("Requests dispatched")
                .baseUnit(REQUESTS)
                .tag(CORE, name)
                .register(registry);
        Gauge.builder("tako.core.requests.active", servers, all -> all.counts(index).active())
                .description("Requests between their dispatch and the end of their answer")
                .baseUnit(REQUESTS)
                .tag(CORE, name)
                .register(registry);
    }

    private static Timer lag(Core core, MeterRegistry registry) {
        return Timer.builder("tako.core.lag")
                .description("How late the event loop comes to what is due")
                .tag(CORE, Integer.toString(core.index()))
                .register(registry);
    }

    /** Measures no more; the meters stay as they are. */
    @Override
    public void close() {
        lags.forEach(LoopLag::close);
        lags.clear();
    }
}
