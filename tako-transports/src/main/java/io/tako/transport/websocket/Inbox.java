package io.tako.transport.websocket;

import io.tako.transport.spine.LoopPublisher;
import io.tako.transport.spine.ReadQueue;
import io.tako.websocket.Message;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the event loop to the handler, which parks while there are none. Of
 * those that wait for it not much more than the window is held: then reading pauses.
 */
final class Inbox {

    private final ReadQueue<Message> queue;
    private volatile Message.@Nullable Closed how;

    /**
     * @param resume asks for reading to go on; called from the handler's thread
     */
    Inbox(int window, Runnable resume) {
        this.queue =
                new ReadQueue<>(
                        window,
                        new Messages(),
                        new ReadQueue.Flow() {
                            @Override
                            public void resumed() {
                                resume.run();
                            }
                        });
    }

    // On the event loop.

    void add(Message message) {
        queue.offer(message);
    }

    /** Whether reading is to pause until {@code resume} is called. */
    boolean isFull() {
        return queue.isFull();
    }

    /** Tells the handler if there is something for it. */
    void wake() {
        queue.wake();
    }

    /** Tells whoever asks how it ended; {@link #end()} follows. */
    void ending(Message.Closed closed) {
        how = closed;
    }

    /** There are no more messages behind those that wait. */
    void end() {
        queue.end();
    }

    // For the handler.

    /** How it ended, though messages may still wait. Any thread. */
    Message.@Nullable Closed ended() {
        return how;
    }

    /** The next message, waited for; behind the last one, how it ended. */
    Message take() throws IOException {
        if (queue.isClaimed()) {
            throw new IllegalStateException(
                    "receive() while flux() is subscribed to (expected: one of them)");
        }
        Message next = queue.take(() -> {});
        return next == null ? Objects.requireNonNull(how) : next;
    }

    /** The messages for one subscriber at a time. */
    LoopPublisher.Source<Message> published() {
        return new LoopPublisher.Source<>() {
            @Override
            public boolean claim(ReadQueue.Listener reader) {
                return queue.claim(reader);
            }

            @Override
            public void leave(ReadQueue.Listener reader) {
                queue.leave(reader);
            }

            @Override
            public @Nullable Message poll() throws IOException {
                return queue.poll();
            }

            @Override
            public boolean isOver(boolean polled) throws IOException {
                return queue.isOver();
            }
        };
    }

    private static final class Messages implements ReadQueue.Items<Message> {
        @Override
        public int size(Message message) {
            return switch (message) {
                case Message.Text text -> text.text().length();
                case Message.Binary binary -> binary.bytes().length;
                case Message.Pong pong -> pong.payload().length;
                case Message.Closed closed -> 0;
            };
        }

        @Override
        public void release(Message message) {
            // Nothing but heap.
        }
    }
}
