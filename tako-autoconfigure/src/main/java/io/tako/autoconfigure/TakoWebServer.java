package io.tako.autoconfigure;

import io.tako.runtime.InheritedAddress;
import io.tako.runtime.TakoRuntime;
import io.tako.transport.DrainReport;
import io.tako.transport.ListenerBindException;
import io.tako.transport.TakoServer;
import io.tako.transport.TlsSetupException;
import io.tako.transport.config.ListenerConfig;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;

/**
 * Tako as Spring Boot's web server. Starting and stopping may be repeated, in any order and from
 * any thread. While it runs, one thread that is not a daemon keeps the process alive.
 */
public final class TakoWebServer implements WebServer {

    private static final Logger log = LoggerFactory.getLogger(TakoWebServer.class);

    private final Supplier<TakoServer> servers;
    private final TakoRuntime runtime;
    private final Map<String, WebServerTls> tls;
    private final String listener;
    private final int wantedPort;
    private final boolean graceful;
    private final AtomicReference<@Nullable GracefulShutdownCallback> draining =
            new AtomicReference<>();

    private volatile @Nullable TakoServer server;
    private @Nullable CountDownLatch running;
    private int port = -1;
    private boolean described;

    /**
     * The supplier is asked once, at the first start.
     *
     * @param tls where the TLS of listeners comes from, by their names
     * @param listener what the listener is called whose port is the server's
     */
    TakoWebServer(
            Supplier<TakoServer> servers,
            TakoRuntime runtime,
            Map<String, WebServerTls> tls,
            String listener,
            int wantedPort,
            boolean graceful) {
        this.servers = servers;
        this.runtime = runtime;
        this.tls = tls;
        this.listener = listener;
        this.wantedPort = wantedPort;
        this.graceful = graceful;
    }

    /**
     * Starts to accept; does nothing if it already does. A negative port starts nothing, as Boot's
     * {@code server.port=-1} asks.
     *
     * @throws PortInUseException if another socket has the port
     * @throws WebServerException if the address cannot be bound for another reason
     */
    @Override
    public synchronized void start() throws WebServerException {
        if (running != null) {
            return;
        }
        TakoServer starting = server;
        if (starting == null) {
            starting = servers.get();
            server = starting;
            TakoServer following = starting;
            tls.forEach((name, own) -> own.follow(following, name));
        }
        if (wantedPort < 0 && has(starting, listener)) {
            log.info("Tako started without a listener (server.port={})", wantedPort);
            return;
        }
        try {
            starting.start();
        } catch (TlsSetupException e) {
            WebServerTls own = tls.get(e.listener());
            throw own == null ? e : own.refused(e);
        } catch (ListenerBindException e) {
            ListenerConfig refused = named(starting, e.listener());
            if (!e.listener().equals(listener) || refused.address() instanceof InheritedAddress) {
                throw NamedListeners.notBound(refused, e);
            }
            PortInUseException.throwIfPortBindingException(e, () -> wantedPort);
            throw new WebServerException("Unable to start Tako", e);
        }
        port =
                starting.openAddress(listener).orElse(null) instanceof InetSocketAddress address
                        ? address.getPort()
                        : -1;
        CountDownLatch latch = new CountDownLatch(1);
        running = latch;
        keepProcessAlive(latch);
        tell(starting);
    }

    private void tell(TakoServer started) {
        if (!described) {
            described = true;
            if (listener.equals(ListenerConfig.PRIMARY)) {
                log.info(runtime.describe());
            }
            tls.keySet().stream()
                    .flatMap(name -> started.tlsProvider(name).stream())
                    .distinct()
                    .forEach(provider -> log.info("TLS by {}", provider));
        }
        for (ListenerConfig one : started.config().listeners()) {
            if (one.name().equals(listener)) {
                String scheme = tls.containsKey(listener) ? "https" : "http";
                boolean inherited = one.address() instanceof InheritedAddress;
                log.info(
                        "Tako started on {} ({})",
                        port < 0 ? started.localAddress(listener) : "port " + port,
                        inherited ? scheme + "; inherited" : scheme);
            } else {
                log.info(
                        "Listener \"{}\" started on {} ({})",
                        one.name(),
                        started.localAddress(one.name()),
                        NamedListeners.describe(one));
            }
        }
    }

    private static boolean has(TakoServer server, String listener) {
        return server.config().listeners().stream().anyMatch(one -> one.name().equals(listener));
    }

    private static ListenerConfig named(TakoServer server, String name) {
        return server.config().listeners().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Closes the listener and every connection, and ends a drain under way. */
    @Override
    public synchronized void stop() throws WebServerException {
        CountDownLatch latch = running;
        TakoServer stopping = server;
        if (latch == null || stopping == null) {
            return;
        }
        running = null;
        port = -1;
        GracefulShutdownCallback waiting = draining.get();
        if (waiting != null) {
            finishDrain(waiting, GracefulShutdownResult.REQUESTS_ACTIVE);
        }
        try {
            stopping.stop();
        } finally {
            latch.countDown();
        }
    }

    /**
     * Waits for {@code tako.drain.delay}, stops accepting and lets requests in handlers finish,
     * until {@code tako.drain.timeout} or until {@link #stop} is called. The callback is called
     * once: idle when all have finished, active when they were cut.
     */
    @Override
    public void shutDownGracefully(GracefulShutdownCallback callback) {
        TakoServer drained;
        synchronized (this) {
            drained = graceful && running != null ? server : null;
            if (drained != null && !draining.compareAndSet(null, callback)) {
                drained = null;
            }
        }
        if (drained == null) {
            callback.shutdownComplete(GracefulShutdownResult.IMMEDIATE);
            return;
        }
        log.info("Commencing graceful shutdown. Waiting for active requests to complete");
        try {
            drained.drain()
                    .whenComplete(
                            (report, failure) -> finishDrain(callback, result(report, failure)));
        } catch (RuntimeException e) {
            // Spring waits for the callback until its timeout, whatever happens here.
            finishDrain(callback, GracefulShutdownResult.REQUESTS_ACTIVE);
            throw e;
        }
    }

    /** The port of the primary listener, or that it had if it has drained; -1 while stopped. */
    @Override
    public synchronized int getPort() {
        return port;
    }

    /** What serves and counts; empty before the first start. */
    public Optional<TakoServer> server() {
        return Optional.ofNullable(server);
    }

    private static GracefulShutdownResult result(
            @Nullable DrainReport report, @Nullable Throwable failure) {
        return failure == null && report != null && report.cut() == 0
                ? GracefulShutdownResult.IDLE
                : GracefulShutdownResult.REQUESTS_ACTIVE;
    }

    /** Calls back unless that was done already: a drain that was cut ends only after its stop. */
    private void finishDrain(GracefulShutdownCallback callback, GracefulShutdownResult result) {
        if (!draining.compareAndSet(callback, null)) {
            return;
        }
        if (result == GracefulShutdownResult.IDLE) {
            log.info("Graceful shutdown complete");
        } else {
            log.info("Graceful shutdown aborted with one or more requests still active");
        }
        callback.shutdownComplete(result);
    }

    private void keepProcessAlive(CountDownLatch latch) {
        Thread keeper = new Thread(() -> awaitQuietly(latch), "tako-server");
        keeper.setContextClassLoader(getClass().getClassLoader());
        keeper.setDaemon(false);
        keeper.start();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
