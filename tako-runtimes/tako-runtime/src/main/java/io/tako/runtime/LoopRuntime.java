package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both runtimes are made of: loops, cores, pinning, the watchdog, listeners. */
public abstract class LoopRuntime implements TakoRuntime {

    private static final Logger log = LoggerFactory.getLogger(LoopRuntime.class);
    private static final long CLOSE_SECONDS = 10;

    private final RuntimeKind kind;
    private final CarrierMode mode;
    private final IoChoice io;
    private final boolean inherits;
    private final Pinning pinning;
    private final CoreLoops loops;
    private final List<Core> cores;
    private final Watchdog watchdog;
    private final SocketBinder binder;
    private final DatagramBinder datagrams;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Makes the core of one loop. */
    @FunctionalInterface
    protected interface CoreFactory {
        /** Called once per loop, in index order. */
        Core create(Core.Slot slot);
    }

    /**
     * Starts the loops and returns when all of them run.
     *
     * @throws RuntimeSetupException if a setting cannot be honoured here; no thread is left behind
     */
    protected LoopRuntime(RuntimeKind kind, RuntimeConfig config, CoreFactory factory) {
        this(kind, config, factory, IoBackend::unavailabilityCause, IoBackend::ioHandlerFactory);
    }

    LoopRuntime(
            RuntimeKind kind,
            RuntimeConfig config,
            CoreFactory factory,
            Function<IoBackend, @Nullable Throwable> obstacles,
            Function<IoBackend, IoHandlerFactory> handlers) {
        this.kind = kind;
        this.inherits = config.inherits();
        this.mode =
                CarriedThreads.INSTANCE.supported()
                        ? CarrierMode.LOOP_CARRIED
                        : CarrierMode.JDK_SCHEDULER;
        int count = config.effectiveLoops();
        this.pinning = pinning(kind, config, count);
        OpenLoops open = openLoops(kind, config, obstacles, handlers);
        this.io = open.io();
        this.loops = open.loops();
        tellMissingFlag();
        List<Core> made = new ArrayList<>(count);
        for (CoreEventLoop loop : loops.loops()) {
            Core core =
                    factory.create(
                            new Core.Slot(
                                    made.size(),
                                    kind,
                                    mode,
                                    loop,
                                    config.threadPrefix(),
                                    config.onLoopFailure(),
                                    config.threadLocals()));
            loop.core(core);
            made.add(core);
        }
        this.cores = List.copyOf(made);
        this.binder = new SocketBinder(io.backend(), cores, loops);
        this.datagrams = new DatagramBinder(io.backend(), kind, cores);
        startLoops(config);
        this.watchdog = new Watchdog(cores, pinning, config);
        watchdog.start();
    }

    private record OpenLoops(IoChoice io, CoreLoops loops) {}

    /**
     * A back end may be there and still refuse a loop, when it runs out of locked memory, say. The
     * next one is tried then, unless that very back end is demanded.
     */
    private static OpenLoops openLoops(
            RuntimeKind kind,
            RuntimeConfig config,
            Function<IoBackend, @Nullable Throwable> obstacles,
            Function<IoBackend, IoHandlerFactory> handlers) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Map<IoBackend, Throwable> refused = new EnumMap<>(IoBackend.class);
        while (true) {
            IoChoice io =
                    IoChoice.choose(
                            kind,
                            config.io(),
                            config.inherits(),
                            backend -> {
                                Throwable refusal = refused.get(backend);
                                return refusal != null ? refusal : obstacles.apply(backend);
                            });
            try {
                return new OpenLoops(
                        io,
                        new CoreLoops(
                                config.effectiveLoops(),
                                handlers.apply(io.backend()),
                                config.threadPrefix(),
                                loader == null ? LoopRuntime.class.getClassLoader() : loader));
            } catch (IllegalStateException e) {
                if (io.backend() == IoBackend.NIO) {
                    throw e;
                }
                refused.put(io.backend(), e);
            }
        }
    }

    private static Pinning pinning(RuntimeKind kind, RuntimeConfig config, int loops) {
        if (kind == RuntimeKind.PER_CORE) {
            return Pinning.decide(config.pin(), loops);
        }
        if (Boolean.TRUE.equals(config.pin())) {
            throw new RuntimeSetupException(
                    "tako.pin",
                    "true",
                    "the shared runtime does not pin its loops",
                    "Remove tako.pin, or use the per-core runtime.",
                    null);
        }
        return Pinning.off("shared loops float");
    }

    private void tellMissingFlag() {
        if (mode == CarrierMode.LOOP_CARRIED) {
            return;
        }
        if (kind == RuntimeKind.PER_CORE) {
            log.warn(
                    "Handlers run on the JDK scheduler and leave their core: the JVM was started"
                            + " without {}",
                    CarrierMode.FLAG);
        } else {
            log.info(
                    "Every handler is handed to the JDK scheduler at once: the JVM was started"
                            + " without {}",
                    CarrierMode.FLAG);
        }
    }

    /**
     * Starts every loop from a plain thread that has no inheritable thread locals, so that neither
     * the loops nor the JDK's pollers inherit anything from whoever opens the runtime.
     */
    private void startLoops(RuntimeConfig config) {
        FutureTask<Void> start =
                new FutureTask<>(
                        () -> {
                            warmPollers();
                            pinLoops(Boolean.TRUE.equals(config.pin()));
                            return null;
                        });
        Thread starter =
                Thread.ofPlatform()
                        .name(config.threadPrefix() + "-starter")
                        .inheritInheritableThreadLocals(false)
                        .start(start);
        try {
            start.get();
            starter.join();
        } catch (InterruptedException e) {
            closeLoops();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the runtime was starting", e);
        } catch (ExecutionException e) {
            closeLoops();
            if (e.getCause() instanceof RuntimeSetupException setup) {
                throw setup;
            }
            throw new IllegalStateException("the event loops did not start", e.getCause());
        }
    }

    /**
     * The JDK makes its pollers, virtual threads themselves, when the first socket operation parks.
     * If that happened in a carried handler they would inherit that handler's core.
     */
    private static void warmPollers() {
        try {
            Class.forName("sun.nio.ch.Poller", true, null);
        } catch (ClassNotFoundException | LinkageError e) {
            log.debug("The JDK has no pollers to warm", e);
        }
    }

    private void pinLoops(boolean demanded) throws InterruptedException, ExecutionException {
        List<FutureTask<Void>> starts = new ArrayList<>();
        for (Core core : cores) {
            FutureTask<Void> pin =
                    new FutureTask<>(
                            () -> {
                                pinning.pinCurrent(core.index(), demanded);
                                return null;
                            });
            starts.add(pin);
            core.eventLoop().execute(pin);
        }
        for (FutureTask<Void> pin : starts) {
            try {
                pin.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeSetupException setup) {
                    throw setup;
                }
                throw e;
            }
        }
    }

    @Override
    public final RuntimeKind kind() {
        return kind;
    }

    @Override
    public final List<Core> cores() {
        return cores;
    }

    @Override
    public final IoBackend backend() {
        return io.backend();
    }

    @Override
    public final CarrierMode carrierMode() {
        return mode;
    }

    @Override
    public final long watchdogHits() {
        return watchdog.hits();
    }

    @Override
    public final BoundListener bind(
            SocketAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException {
        return switch (address) {
            case UnixAddress unix -> binder.bindUnix(unix, options, child);
            case InheritedAddress inherited -> binder.adopt(inherited, options, child);
            default ->
                    kind == RuntimeKind.PER_CORE
                            ? binder.bindPerCore(address, options, child)
                            : binder.bindOne(address, options, child);
        };
    }

    @Override
    public final BoundDatagrams bindDatagrams(
            SocketAddress address, DatagramOptions options, ChannelInitializer<Channel> initializer)
            throws BindException {
        return address instanceof InheritedAddress inherited
                ? datagrams.adopt(inherited, options, initializer)
                : datagrams.bind(SocketBinder.requireInet(address), options, initializer);
    }

    @Override
    public final String describe() {
        String carriers =
                mode == CarrierMode.LOOP_CARRIED
                        ? mode.displayName()
                        : mode.displayName() + " (start the JVM with " + CarrierMode.FLAG + ")";
        return kind.displayName()
                + " runtime: "
                + cores.size()
                + (cores.size() == 1 ? " core on " : " cores on ")
                + io.describe()
                + ", "
                + pinning.describe()
                + ", "
                + carriers
                + ", "
                + binder.describe(kind, inherits);
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            watchdog.close();
            closeLoops();
        }
    }

    private void closeLoops() {
        loops.shutdownGracefully(0, CLOSE_SECONDS / 2, TimeUnit.SECONDS);
        if (Core.current() != null) {
            // A loop cannot wait for itself.
            return;
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        for (Core core : cores) {
            Thread thread = core.thread();
            while (thread != null && thread.isAlive() && System.nanoTime() < deadline) {
                try {
                    thread.join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        pinning.closed();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final String toString() {
        return describe();
    }
}
