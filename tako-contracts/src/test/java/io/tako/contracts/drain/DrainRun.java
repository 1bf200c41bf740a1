package io.tako.contracts.drain;

import io.tako.contracts.machine.FreePort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Restarts of one server on one port, while the same clients go on and on. */
public final class DrainRun {

    private static final int BUSY = 12;
    private static final int PAUSING = 12;
    private static final int STREAMS = 8;
    private static final int HTTP2 = 8;
    private static final long WARM = 200;

    private final Target target;
    private final Path output;
    private final int port;
    private final Door door;
    private final Tally tally = new Tally();
    private final List<Load> loads = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile String events = "/";

    /** What the server prints goes to the end of the file. */
    public DrainRun(Target target, Path output) throws IOException {
        this.target = target;
        this.output = output;
        this.port = FreePort.tcp();
        this.door = new Door(port, target.tls());
    }

    /** Restarts so often, each time after the load has gone on for a while, and tells of each. */
    public List<Restart> run(int restarts, Duration load, Consumer<Restart> told) throws Exception {
        List<Restart> all = new ArrayList<>();
        ServerProcess server = ServerProcess.start(target, door, output);
        try (HttpClient http2 = door.http2()) {
            try {
                events = target.events().on(door);
                startLoads(http2);
                for (int i = 1; i <= restarts; i++) {
                    Restart restart = restart(i, server, load);
                    all.add(restart);
                    told.accept(restart);
                    server = ServerProcess.start(target, door, output);
                    events = target.events().on(door);
                }
            } finally {
                loads.forEach(Load::end);
                server.kill();
                for (Thread thread : threads) {
                    thread.join(Duration.ofSeconds(60));
                }
            }
        }
        return all;
    }

    private void startLoads(HttpClient http2) {
        for (int i = 0; i < BUSY; i++) {
            start(new KeepAliveLoad(door, tally, target, false));
        }
        for (int i = 0; i < PAUSING; i++) {
            start(new KeepAliveLoad(door, tally, target, true));
        }
        for (int i = 0; i < STREAMS; i++) {
            start(new EventsLoad(door, tally, () -> events));
            start(new SocketLoad(door, tally, target.socket()));
        }
        for (int i = 0; i < HTTP2 && target.http2(); i++) {
            start(new Http2Load(door, tally, target, http2));
        }
    }

    private void start(Load load) {
        loads.add(load);
        threads.add(Thread.ofVirtual().start(load));
    }

    private Restart restart(int number, ServerProcess server, Duration load) throws Exception {
        long requests = tally.requests();
        int failures = tally.failures().size();
        await("the load", () -> tally.requests() - requests > WARM && tally.open() == 2 * STREAMS);
        LockSupport.parkNanos(load.toNanos());
        await("the streams", () -> tally.open() == 2 * STREAMS);
        long polite = tally.polite();
        Duration took = server.end();
        await("the ends of the streams", () -> tally.open() == 0);
        return new Restart(
                number,
                target.name(),
                tally.requests() - requests,
                List.copyOf(tally.failures().subList(failures, tally.failures().size())),
                2 * STREAMS,
                Math.toIntExact(tally.polite() - polite),
                took);
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                throw new IOException("never came: " + what + "; failures: " + tally.failures());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /**
     * What the clients saw of one restart.
     *
     * @param requests answered from the restart before to this one
     * @param failures what went wrong, of requests and streams
     * @param streams streams of events and sockets that were open when it began
     * @param polite streams that were ended politely, some more than once
     * @param took from the signal to the end of the process
     */
    public record Restart(
            int number,
            String name,
            long requests,
            List<String> failures,
            int streams,
            int polite,
            Duration took) {

        /** A row of a table. */
        public String row() {
            return "| %d | %s | %d | %d | %d of %d | %d ms |"
                    .formatted(
                            number,
                            name,
                            requests,
                            failures.size(),
                            Math.min(polite, streams),
                            streams,
                            took.toMillis());
        }
    }
}
