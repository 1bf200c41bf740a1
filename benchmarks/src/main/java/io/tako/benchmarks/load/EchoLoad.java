package io.tako.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
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
    private final EchoCarrier carrier;
    private final int window;
    private final EchoFrames frames;
    private final List<EchoPeer> connections = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final CountDownLatch drained = new CountDownLatch(1);
    private boolean running;
    private long startedAt;
    private long endedAt;
    private int wrong;
    private int broken;
    private int lost;

    private EchoLoad(EventLoop loop, EchoCarrier carrier, int window) {
        this.loop = loop;
        this.carrier = carrier;
        this.window = window;
        frames =
                carrier == EchoCarrier.WEBSOCKET
                        ? EchoFrames.webSocket(window)
                        : EchoFrames.raw(window);
    }

    /**
     * Waits until all connections are open.
     *
     * @throws IOException if one cannot be
     */
    static EchoLoad open(
            MultiThreadIoEventLoopGroup loop,
            EchoCarrier carrier,
            int port,
            int connections,
            int window)
            throws IOException, InterruptedException {
        var load = new EchoLoad(loop.next(), carrier, window);
        try {
            for (int i = 0; i < connections; i++) {
                load.connections.add(load.connect(port));
            }
        } catch (IOException e) {
            loop.submit(load::close).syncUninterruptibly();
            throw e;
        }
        return load;
    }

    private EchoPeer connect(int port) throws IOException, InterruptedException {
        Promise<EchoPeer> opened = loop.newPromise();
        bootstrap(port, opened)
                .group(loop)
                .connect("127.0.0.1", port)
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                opened.tryFailure(connected.cause());
                            }
                        });
        opened.await();
        if (!opened.isSuccess()) {
            throw new IOException("not open: " + opened.cause(), opened.cause());
        }
        return opened.getNow();
    }

    /** Completes the promise from the loop, unless it cannot even connect. */
    private Bootstrap bootstrap(int port, Promise<EchoPeer> opened) {
        return switch (carrier) {
            case WEBSOCKET -> stream(EchoHandshake.initializer(port, this::connection, opened));
            case TCP -> stream(new EchoOpening<>(this::connection, opened));
            case UDP -> datagrams(new EchoOpening<>(this::socket, opened));
        };
    }

    private EchoConnection connection() {
        return new EchoConnection(this, frames, window);
    }

    private EchoSocket socket() {
        return new EchoSocket(this, frames, window);
    }

    private static Bootstrap stream(ChannelHandler handler) {
        return new Bootstrap()
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(handler);
    }

    /** Reads all that may have come back at once. */
    private Bootstrap datagrams(ChannelHandler handler) {
        // One more, so that a datagram that is too long shows.
        int size = answerLength() + 1;
        return new Bootstrap()
                .channel(EpollDatagramChannel.class)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(window * size))
                .handler(handler);
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
        connections.forEach(EchoPeer::start);
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
                latencies.count() * answerLength(),
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                wrong,
                broken,
                lost);
    }

    private int answerLength() {
        return frames.length() + (carrier == EchoCarrier.UDP ? EchoSocket.HEAD : 0);
    }

    private void close() {
        connections.forEach(EchoPeer::close);
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

    /** A datagram was given up. */
    void lost() {
        lost++;
    }

    /** Ends the wait if nothing more will come back on any connection. */
    void drained() {
        if (!running && connections.stream().allMatch(EchoPeer::idle)) {
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
