package io.tako.transport.spine;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/**
 * What the authors of Reactive Streams ask of a publisher. Run by {@link LoopPublisherRulesTest}.
 */
@Test
public class LoopPublisherVerification extends PublisherVerification<Integer> {

    private final ExecutorService loop =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "loop");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** With time enough for a machine that stands still. */
    public LoopPublisherVerification() {
        super(new TestEnvironment(2000, 200), 2000);
    }

    private static final class Numbers implements ReadQueue.Items<Integer> {
        @Override
        public int size(Integer item) {
            return Integer.BYTES;
        }

        @Override
        public void release(Integer item) {
            // Nothing but heap.
        }
    }

    private record Queued(ReadQueue<Integer> queue) implements LoopPublisher.Source<Integer> {
        @Override
        public boolean claim(ReadQueue.Listener reader) {
            return queue.claim(reader);
        }

        @Override
        public void leave(ReadQueue.Listener reader) {
            queue.leave(reader);
        }

        @Override
        public @Nullable Integer poll() throws IOException {
            return queue.poll();
        }

        @Override
        public boolean isOver(boolean polled) throws IOException {
            return queue.isOver();
        }
    }

    private static ReadQueue<Integer> queue() {
        return new ReadQueue<>(1000, new Numbers(), new ReadQueue.Flow() {});
    }

    private Publisher<Integer> published(ReadQueue<Integer> queue) {
        return new LoopPublisher<>(
                action -> {
                    if (Thread.currentThread().getName().equals("loop")) {
                        action.run();
                    } else {
                        loop.execute(action);
                    }
                },
                new Queued(queue));
    }

    @Override
    public Publisher<Integer> createPublisher(long elements) {
        ReadQueue<Integer> queue = queue();
        for (int i = 0; i < elements; i++) {
            queue.offer(i);
        }
        queue.end();
        return published(queue);
    }

    @Override
    public Publisher<Integer> createFailedPublisher() {
        ReadQueue<Integer> queue = queue();
        queue.fail(new IOException("failed"));
        return published(queue);
    }

    @Override
    public long maxElementsFromPublisher() {
        return 100_000;
    }

    @AfterClass
    void stop() {
        loop.shutdown();
    }
}
