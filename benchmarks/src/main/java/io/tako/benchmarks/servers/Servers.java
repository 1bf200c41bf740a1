package io.tako.benchmarks.servers;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** Every server that can be measured. Adding a constant here is all the runner needs to know it. */
public enum Servers {
    TAKO_SHARED(
            "tako-shared",
            "Tako on Spring Boot, shared runtime, epoll, a virtual thread per request",
            Jvm.TAKO_SHARED,
            Protocols.ALL,
            (protocol, port) -> TakoServer.virtualThreads(protocol, port, "--tako.runtime=shared")),
    TAKO_SHARED_NON_BLOCKING(
            "tako-shared-nonblocking",
            "the same with nonBlocking routes, inline on the loop",
            Jvm.TAKO_SHARED,
            Protocols.TAKO_NON_BLOCKING,
            (protocol, port) -> TakoServer.nonBlocking(protocol, port, "--tako.runtime=shared")),
    TAKO_SHARED_NO_FLAG(
            "tako-shared-noflag",
            "tako-shared without --add-opens: every handler goes to the JDK's scheduler",
            Jvm.TAKO_SHARED,
            Protocols.HTTP1,
            List.of(),
            (protocol, port) -> TakoServer.virtualThreads(protocol, port, "--tako.runtime=shared")),
    TAKO_PER_CORE(
            "tako-per-core",
            "Tako on Spring Boot, per-core runtime, io_uring where there is, a virtual thread per"
                    + " request",
            Jvm.TAKO_PER_CORE,
            Protocols.ALL,
            (protocol, port) ->
                    TakoServer.virtualThreads(protocol, port, "--tako.runtime=per-core")),
    TAKO_PER_CORE_NON_BLOCKING(
            "tako-per-core-nonblocking",
            "the same with nonBlocking routes, inline on the loop",
            Jvm.TAKO_PER_CORE,
            Protocols.TAKO_NON_BLOCKING,
            (protocol, port) -> TakoServer.nonBlocking(protocol, port, "--tako.runtime=per-core")),
    TAKO_PER_CORE_EPOLL(
            "tako-per-core-epoll",
            "tako-per-core on epoll",
            Jvm.TAKO_PER_CORE,
            Protocols.HTTP,
            (protocol, port) ->
                    TakoServer.virtualThreads(
                            protocol, port, "--tako.runtime=per-core", "--tako.io=epoll")),
    RAW_NETTY(
            "raw-netty",
            "raw Netty, epoll; HTTP/2 on its frames",
            Jvm.PLAIN,
            Protocols.ALL,
            NettyServer::inline),
    RAW_NETTY_VIRTUAL_THREADS(
            "raw-netty-vt",
            "raw Netty, epoll, a fresh JDK virtual thread per request",
            Jvm.PLAIN,
            Protocols.HTTP1,
            NettyServer::virtualThreads),
    REACTOR_NETTY(
            "reactor-netty",
            "Reactor Netty, epoll",
            Jvm.PLAIN,
            Protocols.ALL,
            ReactorNettyServer::start),
    WEBFLUX(
            "webflux",
            "Spring Boot, WebFlux functional endpoints on Reactor Netty, epoll",
            Jvm.WEBFLUX,
            Protocols.HTTP,
            WebFluxServer::start),
    WEBFLUX_TAKO_SHARED(
            "webflux-tako-shared",
            "the same application on Tako, shared runtime, epoll",
            Jvm.WEBFLUX_TAKO_SHARED,
            Protocols.HTTP,
            (protocol, port) -> TakoServer.webFlux(protocol, port, "--tako.runtime=shared")),
    WEBFLUX_TAKO_PER_CORE(
            "webflux-tako-per-core",
            "the same application on Tako, per-core runtime, io_uring where there is",
            Jvm.WEBFLUX_TAKO_PER_CORE,
            Protocols.HTTP,
            (protocol, port) -> TakoServer.webFlux(protocol, port, "--tako.runtime=per-core")),
    VERTX("vertx", "Vert.x Web, epoll", Jvm.PLAIN, Protocols.HTTP, VertxServer::start),
    HELIDON(
            "helidon",
            "Helidon SE, a virtual thread per connection",
            Jvm.PLAIN,
            Protocols.HTTP,
            HelidonServer::start),
    ARMERIA(
            "armeria",
            "Armeria, epoll",
            Jvm.PLAIN,
            Protocols.HTTP,
            // A method reference would load the class, which not every server's class path has.
            (protocol, port) -> ArmeriaServer.start(protocol, port));

    private final String label;
    private final String description;
    private final Jvm jvm;
    private final Set<Protocol> protocols;
    private final List<String> flags;
    private final Starter starter;

    Servers(String label, String description, Jvm jvm, Set<Protocol> protocols, Starter starter) {
        this(label, description, jvm, protocols, List.of(Jvm.ADD_OPENS), starter);
    }

    Servers(
            String label,
            String description,
            Jvm jvm,
            Set<Protocol> protocols,
            List<String> flags,
            Starter starter) {
        this.label = label;
        this.description = description;
        this.jvm = jvm;
        this.protocols = protocols;
        this.flags = flags;
        this.starter = starter;
    }

    /** The name used on the command line and in the results. */
    public String label() {
        return label;
    }

    /** What is measured under that name, in a few words. */
    public String description() {
        return description;
    }

    /** The JVM flags it is measured with, besides those that every server gets. */
    public List<String> flags() {
        return flags;
    }

    /** Those entries of the module's class path that the server is to be started with. */
    public String classPath(String whole) {
        return jvm.classPath(whole);
    }

    /** What it can be measured with. */
    public Set<Protocol> protocols() {
        return protocols;
    }

    /**
     * Binds the server to 127.0.0.1; port 0 takes a free one.
     *
     * @throws IllegalArgumentException if it does not speak the protocol
     */
    public RunningServer start(Protocol protocol, int port) throws Exception {
        if (!protocols.contains(protocol)) {
            throw new IllegalArgumentException(label + " does not speak " + protocol.label());
        }
        return starter.start(protocol, port);
    }

    /**
     * The server of that {@link #label()}.
     *
     * @throws NoSuchElementException if there is none, naming those that exist
     */
    public static Servers named(String label) {
        return Arrays.stream(values())
                .filter(server -> server.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(unknown(label)));
    }

    private static String unknown(String label) {
        return "no server is called '%s'; there are %s"
                .formatted(label, Arrays.stream(values()).map(Servers::label).toList());
    }

    /** Apart from the constants, which they must be there before. */
    private static final class Protocols {
        static final Set<Protocol> ALL = EnumSet.allOf(Protocol.class);
        static final Set<Protocol> HTTP1 = EnumSet.of(Protocol.HTTP1);
        // Over a port.
        static final Set<Protocol> HTTP = EnumSet.range(Protocol.HTTP1, Protocol.WEBSOCKET);
        // A WebSocket's handler waits for messages, so it is never run on the loop.
        static final Set<Protocol> TAKO_NON_BLOCKING =
                EnumSet.range(Protocol.HTTP1, Protocol.HTTP2_TLS);
    }

    @FunctionalInterface
    private interface Starter {
        RunningServer start(Protocol protocol, int port) throws Exception;
    }
}
