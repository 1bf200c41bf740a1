package io.tako.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.ClientGoneException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a sender is told when the socket ends around its message. */
final class OutboxTest {

    private static final int WINDOW = 64;

    private final Outbox outbox = new Outbox(Runnable::run, WINDOW, () -> {});

    private void send(int size) {
        outbox.add(FrameWriter.BINARY, new byte[size]);
    }

    private void sent(int size) {
        outbox.written(FrameWriter.size(size));
    }

    /** Awaits on a thread of its own what was added; the future has what it threw. */
    private static CompletableFuture<@Nullable Exception> parkedIn(Outbox outbox) {
        CompletableFuture<@Nullable Exception> told = new CompletableFuture<>();
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        outbox.await();
                                        told.complete(null);
                                    } catch (Exception e) {
                                        told.complete(e);
                                    }
                                });
        while (sender.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return told;
    }

    @Test
    void aMessageThatHasLeftIsSentThoughTheEndIsSeenFirst() throws Exception {
        for (int round = 0; round < 200; round++) {
            Outbox fresh = new Outbox(Runnable::run, WINDOW, () -> {});
            fresh.add(FrameWriter.BINARY, new byte[4 * WINDOW]);
            CompletableFuture<@Nullable Exception> told = parkedIn(fresh);
            fresh.written(FrameWriter.size(4 * WINDOW));
            fresh.end();
            assertThat(told.get(30, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void aMessageThatIsDroppedIsNotSent() {
        send(4 * WINDOW);
        outbox.end();
        assertThatThrownBy(outbox::await).isInstanceOf(ClientGoneException.class);
        sent(4 * WINDOW);
        assertThatThrownBy(outbox::check).isInstanceOf(ClientGoneException.class);
    }

    @Test
    void aSenderWhoseMessageIsDroppedIsToldEvenAfterItIsGone() throws Exception {
        send(4 * WINDOW);
        CompletableFuture<@Nullable Exception> told = parkedIn(outbox);
        outbox.end();
        sent(4 * WINDOW);
        assertThat(told.get(30, TimeUnit.SECONDS)).isInstanceOf(ClientGoneException.class);
    }

    @Test
    void whoComesAfterTheEndSendsNothing() {
        outbox.end();
        send(4 * WINDOW);
        assertThatThrownBy(outbox::await).isInstanceOf(ClientGoneException.class);
    }
}
