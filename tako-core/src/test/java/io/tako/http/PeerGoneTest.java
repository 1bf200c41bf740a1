package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;

/** What a peer's leaving explains, and what it does not. */
final class PeerGoneTest {

    private static final ClientGoneException GONE = new ClientGoneException("gone");

    static Stream<Throwable> wrapped() {
        return Stream.of(
                GONE,
                new UncheckedIOException(GONE),
                new CompletionException(new UncheckedIOException(GONE)),
                new ExecutionException(new CompletionException(GONE)),
                new UndeclaredThrowableException(new IllegalStateException("failed", GONE)),
                Exceptions.propagate(GONE),
                Exceptions.multiple(new IllegalStateException("one"), Exceptions.propagate(GONE)));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void aPeerThatLeftIsFoundHoweverDeepItIsWrapped(Throwable failure) {
        assertThat(PeerGone.isCauseOf(failure)).isTrue();
    }

    @Test
    void anInterruptIsThePeersDoingOnlyOnceItHasLeft() {
        Stream.of(
                        new InterruptedException(),
                        new InterruptedIOException(),
                        new UncheckedIOException(new InterruptedIOException()),
                        Exceptions.propagate(new InterruptedException()))
                .forEach(
                        interrupt -> {
                            assertThat(PeerGone.isCauseOf(interrupt, true)).isTrue();
                            assertThat(PeerGone.isCauseOf(interrupt, false)).isFalse();
                            assertThat(PeerGone.isCauseOf(interrupt)).isFalse();
                        });
    }

    @Test
    void otherFailuresStayFailuresWhetherThePeerHasLeftOrNot() {
        IOException other = new IOException("disk full", new IllegalStateException("x"));
        other.addSuppressed(GONE);
        assertThat(PeerGone.isCauseOf(other, true)).isFalse();
        assertThat(PeerGone.isCauseOf(null, true)).isFalse();
    }

    @Test
    void causesThatLeadInACircleAreLookedAtOnce() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two", one);
        one.initCause(two);
        assertThat(PeerGone.isCauseOf(one, true)).isFalse();
    }
}
