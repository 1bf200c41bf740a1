package io.tako.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Open connections to one server, for one measurement. What the connections tell is told on the one
 * loop they share; {@link #open} and {@link #run} are for another thread.
 */
final class EchoLoad {
    private static final long MISSING_SECONDS = 10;

    private final EventLoop loop;
    private final EchoFrames frames;
    private final List<EchoConnection> connections = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final CountDownLatch drained = new CountDownLatch(1);
    private boolean running;
    private long startedAt;
    private long endedAt;
    private int wrong;
    private int broken;

    private EchoLoad(EventLoop loop, EchoFrames frames) {
        this.loop = loop;
        this.frames = frames;
    }

    /**
     * Waits until all connections are open.
     *
     * @throws IOException if one cannot be
     */
    static EchoLoad open(MultiThreadIoEventLoopGroup loop, int port, int connections, int window)
            throws IOException, InterruptedException {
        var load = new EchoLoad(loop.next(), new EchoFrames(window));
        try {
            for (int i = 0; i < connections; i++) {
                load.connections.add(load.connect(port, window));
            }
        } catch (IOException e) {
            loop.submit(load::close).syncUninterruptibly();
            throw e;
        }
        return load;
    }

    private EchoConnection connect(int port, int window) throws IOException, InterruptedException {
        Promise<EchoConnection> opened = loop.newPromise();
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        EchoHandshake.initializer(
                                port, () -> new EchoConnection(this, frames, window), opened))
                .connect("127.0.0.1", port)
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                opened.tryFailure(connected.cause());
                            }
                        });
        opened.await();
        if (!opened.isSuccess()) {
            throw new IOException("no WebSocket: " + opened.cause(), opened.cause());
        }
        return opened.getNow();
    }

    /** Keeps every window full for so long, takes back what is outstanding then, and closes. */
    EchoResult run(int millis) throws InterruptedException {
        loop.execute(() -> start(millis));
        boolean whole = drained.await(millis + MISSING_SECONDS * 1000, TimeUnit.MILLISECONDS);
        return loop.submit(() -> finish(whole)).syncUninterruptibly().getNow();
    }

    private void start(int millis) {
        running = true;
        startedAt = System.nanoTime();
        loop.schedule(this::stop, millis, TimeUnit.MILLISECONDS);
        connections.forEach(EchoConnection::start);
    }

    private void stop() {
        running = false;
        endedAt = System.nanoTime();
        drained();
    }

    private EchoResult finish(boolean whole) {
        if (!whole) {
            broken += (int) connections.stream().filter(one -> !one.idle()).count();
        }
        close();
        return new EchoResult(
                latencies.count(),
                TimeUnit.NANOSECONDS.toMicros(endedAt - startedAt),
                latencies.count() * frames.length(),
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                wrong,
                broken);
    }

    private void close() {
        connections.forEach(EchoConnection::close);
        frames.release();
    }

    boolean running() {
        return running;
    }

    /** A message came back after so long. */
    void returned(long nanos) {
        if (running) {
            latencies.add(nanos);
        }
    }

    /** Ends the wait if nothing more will come back on any connection. */
    void drained() {
        if (!running && connections.stream().allMatch(EchoConnection::idle)) {
            drained.countDown();
        }
    }

    /** A connection ended before its time. */
    void ended(boolean byWrongBytes) {
        if (byWrongBytes) {
            wrong++;
        } else {
            broken++;
        }
        drained();
    }
}
