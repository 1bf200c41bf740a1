package io.tako.client;

import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import java.util.Objects;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

/**
 * What Reactor Netty's client needs to run on a runtime: its loops, and connections in pools. On
 * the per-core runtime the connection of a call made on a core is that core's: the call, its answer
 * and the handler that waits for it never leave the core. On the shared runtime all loops have one
 * pool.
 *
 * <p>Close it after its clients and before the runtime. Safe for any thread.
 */
public final class ClientResources implements AutoCloseable {

    private final TakoRuntime runtime;
    private final ClientConfig config;
    private final LoopResources loops;
    private final DnsAddressResolverGroup resolver;

    private ClientResources(TakoRuntime runtime, ClientConfig config) {
        this.runtime = runtime;
        this.config = config;
        this.loops = new ClientLoops(runtime);
        this.resolver = NameResolverProvider.builder().build().newNameResolverGroup(loops, true);
    }

    /** Resources on the loops of this runtime, which stays its owner's. */
    public static ClientResources of(TakoRuntime runtime, ClientConfig config) {
        return new ClientResources(
                Objects.requireNonNull(runtime, "runtime"),
                Objects.requireNonNull(config, "config"));
    }

    /** The runtime's loops. Disposing of them does nothing: the runtime ends them. */
    public LoopResources loops() {
        return loops;
    }

    /** Fresh pools without a connection, for whoever asks to dispose of. */
    public ConnectionProvider newPools() {
        return runtime.kind() == RuntimeKind.PER_CORE
                ? new CorePools(runtime, config)
                : ClientPool.of("tako", config, loops.onClient(true)).build();
    }

    /**
     * A client that looks names up on the runtime's loops, unless it has been told how to look them
     * up: behind a proxy, for one, it is the proxy that does. The system's name servers and hosts
     * file are asked.
     */
    public HttpClient resolving(HttpClient client) {
        return client.configuration().resolver() == null ? client.resolver(resolver) : client;
    }

    /** Stops looking names up. Pools are closed by whoever asked for them. */
    @Override
    public void close() {
        resolver.close();
    }
}
