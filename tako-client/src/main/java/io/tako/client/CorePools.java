package io.tako.client;

import io.netty.resolver.AddressResolverGroup;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

/**
 * A pool of connections for each core. A caller on a core, its loop or a handler that it carries,
 * is given a connection whose loop is that core's; a caller elsewhere one of each core in turn. The
 * pool is entered on its own loop alone, so a connection is opened, used and kept by one thread.
 */
final class CorePools implements ConnectionProvider {

    private final List<Core> cores;
    private final ClientConfig config;
    private final List<Pool> pools = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private record Pool(ConnectionProvider connections, Scheduler loop) {}

    CorePools(TakoRuntime runtime, ClientConfig config) {
        this.cores = runtime.cores();
        this.config = config;
        for (Core core : cores) {
            pools.add(new Pool(builder(core).build(), Schedulers.fromExecutor(core::execute)));
        }
    }

    private ConnectionProvider.Builder builder(Core core) {
        return ClientPool.of(
                "tako-core-" + core.index(),
                config.part(core.index(), cores.size()),
                core.eventLoop());
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig transport,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remote,
            @Nullable AddressResolverGroup<?> resolvers) {
        return Mono.<Connection>defer(
                () -> {
                    Core core = core();
                    Pool pool = pools.get(core.index());
                    Mono<? extends Connection> acquired =
                            pool.connections().acquire(transport, observer, remote, resolvers);
                    // A handler is on the core, but not the loop's thread.
                    return core.eventLoop().inEventLoop()
                            ? acquired
                            : acquired.subscribeOn(pool.loop());
                });
    }

    private Core core() {
        Core current = Core.current();
        if (current != null
                && current.index() < cores.size()
                && cores.get(current.index()) == current) {
            return current;
        }
        return cores.get(Math.floorMod(next.getAndIncrement(), cores.size()));
    }

    @Override
    public void disposeWhen(SocketAddress remote) {
        pools.forEach(pool -> pool.connections().disposeWhen(remote));
    }

    @Override
    public Mono<Void> disposeLater() {
        return Mono.when(pools.stream().map(pool -> pool.connections().disposeLater()).toList());
    }

    @Override
    public boolean isDisposed() {
        return pools.stream().allMatch(pool -> pool.connections().isDisposed());
    }

    @Override
    public int maxConnections() {
        return config.maxConnections();
    }

    @Override
    public @Nullable Map<SocketAddress, Integer> maxConnectionsPerHost() {
        return pools.getFirst().connections().maxConnectionsPerHost();
    }

    @Override
    public String name() {
        return "tako";
    }
}
