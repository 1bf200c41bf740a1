package io.tako.transport.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.ClientGoneException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutgoingBodyTest {

    private static final int WINDOW = 64 * 1024;

    private final LinkedBlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final OutgoingBody body = new OutgoingBody(sent::add, WINDOW, -1);

    private byte[] nextPiece() throws InterruptedException {
        byte[] piece = sent.poll(30, TimeUnit.SECONDS);
        assertThat(piece).isNotNull();
        return java.util.Objects.requireNonNull(piece);
    }

    @Test
    void smallWritesLeaveTogether() throws Exception {
        for (int i = 0; i < 100; i++) {
            body.write(new byte[10]);
        }
        assertThat(sent).isEmpty();
        body.flush();
        assertThat(nextPiece()).hasSize(1000);
    }

    @Test
    void orderIsKeptAcrossSmallAndLargeWrites() throws Exception {
        body.write(new byte[] {1});
        body.write(new byte[10_000]);
        body.write(new byte[] {2});
        body.flush();
        assertThat(nextPiece()).containsExactly(1);
        assertThat(nextPiece()).hasSize(10_000);
        assertThat(nextPiece()).containsExactly(2);
    }

    @Test
    void aWriterIsParkedWhileMoreThanTheWindowIsUnderWay() throws Exception {
        CompletableFuture<@Nullable Void> done = write(4 * WINDOW);
        int underWay = 0;
        while (underWay <= WINDOW) {
            underWay += nextPiece().length;
        }
        assertThat(sent).isEmpty();
        assertThat(done).isNotDone();
        body.sent(underWay);
        for (int left = 4 * WINDOW - underWay; left > 0; ) {
            int size = nextPiece().length;
            body.sent(size);
            left -= size;
        }
        done.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aParkedWriterIsToldThatThePeerHasLeft() throws Exception {
        CompletableFuture<@Nullable Void> done = write(4 * WINDOW);
        for (int underWay = 0; underWay <= WINDOW; ) {
            underWay += nextPiece().length;
        }
        body.fail();
        assertThatThrownBy(() -> done.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ClientGoneException.class);
        assertThat(body.open()).isFalse();
    }

    private CompletableFuture<@Nullable Void> write(int bytes) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                for (int left = bytes; left > 0; left -= 16 * 1024) {
                                    body.write(new byte[16 * 1024]);
                                }
                                body.flush();
                                done.complete(null);
                            } catch (IOException e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done;
    }

    @Test
    void aDeclaredLengthIsKept() throws Exception {
        OutgoingBody five = new OutgoingBody(sent::add, WINDOW, 5);
        five.write(new byte[4]);
        assertThat(five.complete()).isFalse();
        assertThatThrownBy(() -> five.write(new byte[2])).isInstanceOf(IOException.class);
        five.write(new byte[1]);
        assertThat(five.complete()).isTrue();
    }
}
