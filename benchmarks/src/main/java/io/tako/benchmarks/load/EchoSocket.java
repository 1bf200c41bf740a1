package io.tako.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket: a datagram goes out for each that came back, and for each that is lost. Each has
 * its number before the text, so that they may come back in any order. On the loop only.
 */
final class EchoSocket extends ChannelInboundHandlerAdapter implements EchoPeer {

    /** Bytes of a datagram before the text. */
    static final int HEAD = Integer.BYTES;

    /** After so long a datagram is lost, though it may come back yet. */
    static final long LOST_MILLIS = 500;

    private static final long LOOK_MILLIS = 100;
    private static final int NONE = -1;

    private final EchoLoad load;
    private final EchoFrames frames;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> looks;

    /**
     * The number that is under way in each place of the window, or {@link #NONE}, and since when.
     */
    private final int[] numbers;

    private final long[] sent;

    /** Numbers that were given up, and may be late. */
    private final Set<Integer> lost = new HashSet<>();

    private int next;
    private int outstanding;
    private boolean ended;

    EchoSocket(EchoLoad load, EchoFrames frames, int window) {
        this.load = load;
        this.frames = frames;
        numbers = new int[window];
        Arrays.fill(numbers, NONE);
        sent = new long[window];
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void start() {
        looks =
                ctx().executor()
                        .scheduleAtFixedRate(
                                this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        fill();
    }

    @Override
    public boolean idle() {
        return ended || outstanding == 0;
    }

    @Override
    public void close() {
        ended = true;
        if (looks != null) {
            looks.cancel(false);
        }
        ctx().close();
    }

    /** Sends in every place of the window where nothing is under way. */
    private void fill() {
        long now = System.nanoTime();
        for (int place = 0; place < numbers.length; place++) {
            if (numbers[place] == NONE) {
                numbers[place] = next;
                sent[place] = now;
                outstanding++;
                ctx().write(datagram(next++), ctx().voidPromise());
            }
        }
        ctx().flush();
    }

    private ByteBuf datagram(int number) {
        ByteBuf text = frames.messages(1);
        try {
            return ctx().alloc()
                    .directBuffer(HEAD + frames.length())
                    .writeInt(number)
                    .writeBytes(text);
        } finally {
            text.release();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var packet = (DatagramPacket) message;
        try {
            if (!ended && !took(packet.content())) {
                end(true);
            }
        } finally {
            packet.release();
        }
    }

    /** Whether it was one of those that were sent, and was not taken before. */
    private boolean took(ByteBuf bytes) {
        if (bytes.readableBytes() != HEAD + frames.length()) {
            return false;
        }
        int number = bytes.readInt();
        for (int place = 0; place < frames.length(); place++) {
            if (!frames.matches(bytes.readByte(), place)) {
                return false;
            }
        }
        for (int place = 0; place < numbers.length; place++) {
            if (numbers[place] == number && number != NONE) {
                numbers[place] = NONE;
                outstanding--;
                load.returned(System.nanoTime() - sent[place]);
                return true;
            }
        }
        return lost.remove(number);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        goOn();
    }

    private void goOn() {
        if (ended || outstanding == numbers.length) {
            return;
        }
        if (load.running()) {
            fill();
        } else if (outstanding == 0) {
            load.drained();
        }
    }

    private void look() {
        long before = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(LOST_MILLIS);
        for (int place = 0; place < numbers.length; place++) {
            if (numbers[place] != NONE && sent[place] - before < 0) {
                lost.add(numbers[place]);
                numbers[place] = NONE;
                outstanding--;
                load.lost();
            }
        }
        goOn();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(false);
    }

    private void end(boolean wrong) {
        if (!ended) {
            close();
            load.ended(wrong);
        }
    }
}
