package io.tako.transport.http.body;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tako.http.ClientGoneException;
import io.tako.http.Rejection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.springframework.http.HttpHeaders;

/**
 * One random schedule of what can happen to a body: what a connection does with it, in bursts, and
 * what its reader does, on the loop or on a thread of its own, whose orders reach the loop later.
 * All of it on one thread, so that a seed always gives the same schedule.
 */
final class BodySchedule {

    private static final int WINDOW = 4096;
    private static final int MOST_STEPS = 120;

    final List<String> steps = new ArrayList<>();
    final byte[] sent;
    private final Random random;
    private final IncomingBody body;
    private final ScheduledReader reader;
    private final Deque<Runnable> handedOver = new ArrayDeque<>();
    private final List<ByteBuf> pieces = new ArrayList<>();
    private final boolean bytesAreCredit;
    private boolean onLoop = true;
    private boolean reading = true;
    private int arrived;
    private int checked;
    private long accepted;
    private long taken;
    private boolean over;
    private boolean ended;
    private boolean dropped;

    BodySchedule(long seed) {
        random = new Random(seed);
        sent = new byte[random.nextInt(4) == 0 ? random.nextInt(8) : random.nextInt(20_000)];
        random.nextBytes(sent);
        bytesAreCredit = random.nextBoolean();
        int length = random.nextBoolean() ? sent.length : -1;
        body = new IncomingBody(new Told(), this::onLoop, length, 1_000_000, WINDOW);
        reader =
                random.nextInt(3) == 0
                        ? new ScheduledStream(body, random)
                        : new ScheduledSubscriber(body, random);
    }

    private final class Told implements IncomingBody.Source {
        @Override
        public void wanted() {
            steps.add("wanted");
        }

        @Override
        public void taken(int bytes) {
            taken += bytes;
        }

        @Override
        public void resumed() {
            handedOver.add(BodySchedule.this::settle);
        }
    }

    private void onLoop(Runnable action) {
        if (onLoop) {
            action.run();
        } else {
            handedOver.add(action);
        }
    }

    /** Runs the schedule to its end. */
    void run() throws IOException {
        for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> burst();
                case 4, 5, 6, 7 -> readerStep();
                case 8 -> handOver();
                case 9 -> handOverAll();
                default -> rare();
            }
            requireSound();
        }
        finish();
    }

    // The connection.

    private void burst() throws IOException {
        if (!reading) {
            return;
        }
        for (int more = 1 + random.nextInt(4); more > 0 && arrived < sent.length; more--) {
            if (bytesAreCredit ? accepted - taken >= WINDOW : body.isFull()) {
                break;
            }
            int most = random.nextInt(3) == 0 ? 3000 : 40;
            int size = Math.min(1 + random.nextInt(most), sent.length - arrived);
            // A slice of something larger, as a decoder cuts it.
            ByteBuf read = Unpooled.wrappedBuffer(sent);
            ByteBuf piece = read.retainedSlice(arrived, size);
            read.release();
            pieces.add(piece);
            arrived += size;
            if (body.offer(piece)) {
                steps.add("arrives " + size);
                accepted += size;
                require(!over, "nothing is taken over after the end");
            } else {
                steps.add("refused " + size);
                piece.release();
                require(over || reader.left(), "a piece is refused for a reason");
            }
            if (random.nextInt(6) == 0) {
                // Another thread reads amid the burst.
                readerStep();
            }
        }
        if (arrived == sent.length && random.nextInt(3) == 0) {
            end();
        }
        body.wake();
        settle();
    }

    private void settle() {
        reading = !body.isFull() || bytesAreCredit;
    }

    private void end() {
        steps.add("ends");
        body.end(HttpHeaders.EMPTY);
        ended |= !over;
        over = true;
    }

    private void rare() {
        switch (random.nextInt(14)) {
            case 0 -> {
                if (body.isAwaited()) {
                    steps.add("times out");
                    body.fail(new Rejection.Timeout("late"));
                    over = true;
                }
            }
            case 1 -> {
                steps.add("peer leaves");
                ClientGoneException gone = new ClientGoneException("gone");
                body.fail(gone);
                over = true;
                if (random.nextBoolean()) {
                    discard(gone);
                }
            }
            case 2 -> {
                steps.add("is answered");
                discard(new IOException("answered"));
                over = true;
            }
            case 3 -> {
                steps.add("is broken");
                body.fail(new Rejection.Malformed("broken"));
                over = true;
            }
            case 4 -> {
                if (arrived == sent.length || over) {
                    end();
                }
            }
            case 5 -> {
                steps.add("leaves");
                asAnywhere(reader::leave);
            }
            default -> body.wake();
        }
    }

    private void discard(Exception cause) {
        dropped |= accepted > taken;
        body.discard(cause);
    }

    // The reader.

    private void readerStep() throws IOException {
        asAnywhere(reader::step);
    }

    private void asAnywhere(ScheduledReader.Step step) {
        onLoop = reader.mayBeOnLoop() && random.nextBoolean();
        steps.add((onLoop ? "loop " : "thread ") + step.run());
        onLoop = true;
    }

    private void handOver() {
        Runnable next = handedOver.poll();
        if (next != null) {
            next.run();
        }
    }

    private void handOverAll() {
        while (!handedOver.isEmpty()) {
            handOver();
        }
    }

    // What holds always.

    private void requireSound() {
        long waiting = accepted - taken;
        require(waiting >= 0 && waiting <= WINDOW + 4 * 3000L, "the window holds what waits");
        if (reader.count() != checked) {
            checked = reader.count();
            byte[] got = reader.got();
            require(checked <= sent.length, "no more is read than was sent");
            require(
                    Arrays.equals(got, 0, checked, sent, 0, checked),
                    "what was read is what was sent");
        }
        if (body.isAwaited()) {
            require(waiting == 0, "nothing waits for one who waits");
            require(reader.asks() && !over, "one who waits asks, and it is not over");
        }
        if (reader.failed()) {
            require(!ended || dropped, "a reader fails only if something is missing");
        }
        if (reader.sawEnd()) {
            require(checked == sent.length && ended, "who saw the end has the whole");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("it does not hold that " + what);
        }
    }

    private void finish() {
        if (!over) {
            switch (random.nextInt(3)) {
                case 0 -> body.fail(new ClientGoneException("gone"));
                case 1 -> discard(new IOException("answered"));
                default -> {
                    while (arrived < sent.length) {
                        int size = Math.min(2000, sent.length - arrived);
                        ByteBuf piece = Unpooled.copiedBuffer(sent, arrived, size);
                        pieces.add(piece);
                        arrived += size;
                        if (body.offer(piece)) {
                            accepted += size;
                        } else {
                            piece.release();
                        }
                        body.wake();
                        reader.readOn();
                        handOverAll();
                    }
                    body.end(HttpHeaders.EMPTY);
                    ended = true;
                }
            }
            over = true;
        }
        handOverAll();
        reader.readOn();
        handOverAll();
        requireSound();
        require(reader.over(), "the reader was told how it ended");
        body.discard(new IOException("answered"));
        handOverAll();
        require(taken == accepted, "what was accepted was taken");
        require(pieces.stream().allMatch(piece -> piece.refCnt() == 0), "all was released");
        require(!body.isFull() && reading, "reading goes on");
    }
}
