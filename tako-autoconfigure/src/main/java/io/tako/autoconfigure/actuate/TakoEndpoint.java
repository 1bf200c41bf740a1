package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.Routers;
import io.tako.autoconfigure.TakoServers;
import io.tako.runtime.Core;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.CoreCounts;
import io.tako.transport.ListenerCounts;
import io.tako.transport.TakoServer;
import io.tako.transport.UdpCounts;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.UdpListenerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The Actuator endpoint that shows the runtime, the listeners, the routes and the cores. */
@Endpoint(id = "tako")
public final class TakoEndpoint {

    private final TakoRuntime runtime;
    private final TakoServers servers;
    private final Routers routers;

    TakoEndpoint(TakoRuntime runtime, TakoServers servers, Routers routers) {
        this.runtime = runtime;
        this.servers = servers;
        this.routers = routers;
    }

    /** What there is, and what goes on now. */
    @ReadOperation
    public TakoDescriptor tako() {
        return new TakoDescriptor(
                new RuntimeDescriptor(
                        runtime.kind().displayName(),
                        runtime.backend().displayName(),
                        runtime.carrierMode().displayName(),
                        runtime.describe(),
                        runtime.watchdogHits()),
                listeners(),
                RouteDescriptor.of(routers),
                cores());
    }

    private List<ListenerDescriptor> listeners() {
        List<ListenerDescriptor> listeners = new ArrayList<>();
        for (TakoServer server : servers.all()) {
            for (ListenerConfig listener : server.config().listeners()) {
                listeners.add(ListenerDescriptor.of(server, listener));
            }
        }
        return listeners;
    }

    private List<CoreDescriptor> cores() {
        List<CoreDescriptor> cores = new ArrayList<>();
        for (Core core : runtime.cores()) {
            CoreCounts counts = servers.counts(core.index());
            Throwable failure = core.failure();
            cores.add(
                    new CoreDescriptor(
                            core.index(),
                            counts.connections(),
                            counts.requests(),
                            counts.active(),
                            failure == null ? null : failure.toString()));
        }
        return cores;
    }

    /**
     * All of it.
     *
     * @param runtime the runtime
     * @param listeners the listeners of the application and of its management endpoints
     * @param routes the routes of every router
     * @param cores the cores in their order
     */
    public record TakoDescriptor(
            RuntimeDescriptor runtime,
            List<ListenerDescriptor> listeners,
            List<RouteDescriptor> routes,
            List<CoreDescriptor> cores)
            implements OperationResponseBody {}

    /**
     * The runtime.
     *
     * @param kind {@code shared} or {@code per-core}
     * @param backend the I/O back end in use
     * @param carriers which threads carry handlers
     * @param description the line of the start-up log
     * @param watchdogHits how often a handler was named for holding its loop
     */
    public record RuntimeDescriptor(
            String kind, String backend, String carriers, String description, long watchdogHits) {}

    /**
     * One listener.
     *
     * @param name its name
     * @param address where it listens; null while it does not
     * @param tls the implementation of TLS; null if it speaks in clear or does not listen
     * @param router the router whose routes answer; null if none does
     * @param handler the bean that talks over its sockets; null if it speaks HTTP
     * @param http2 whether HTTP/2 is spoken beside HTTP/1.1
     * @param draining whether its server drains
     * @param counts what has gone on
     * @param datagrams what has gone on of datagrams; null if it receives none
     */
    public record ListenerDescriptor(
            String name,
            @Nullable String address,
            @Nullable String tls,
            @Nullable String router,
            @Nullable String handler,
            boolean http2,
            boolean draining,
            ListenerCounts counts,
            @Nullable UdpCounts datagrams) {

        static ListenerDescriptor of(TakoServer server, ListenerConfig listener) {
            return new ListenerDescriptor(
                    listener.name(),
                    server.openAddress(listener.name()).map(Object::toString).orElse(null),
                    server.tlsProvider(listener.name()).orElse(null),
                    listener instanceof HttpListenerConfig http ? http.router() : null,
                    switch (listener) {
                        case TcpListenerConfig tcp -> tcp.handler();
                        case UdpListenerConfig udp -> udp.handler();
                        case HttpListenerConfig http -> null;
                    },
                    listener instanceof HttpListenerConfig http && http.http2().enabled(),
                    server.draining(),
                    server.counts(listener.name()),
                    listener instanceof UdpListenerConfig
                            ? server.datagrams(listener.name())
                            : null);
        }
    }

    /**
     * One core.
     *
     * @param index its number
     * @param connections connections open now
     * @param requests requests dispatched so far
     * @param active requests between their dispatch and the end of their answer
     * @param failure the error that has ended its loop; null while that runs
     */
    public record CoreDescriptor(
            int index, int connections, long requests, int active, @Nullable String failure) {}
}
