package io.tako.http;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * Failures that a peer's leaving explains, however deep others have wrapped them: unchecked, by a
 * future, by a publisher. A peer may leave whenever it likes, so none of them is an error.
 */
public final class PeerGone {

    private PeerGone() {}

    /** Whether a {@link ClientGoneException} is the failure or a cause of it. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        return hasCause(failure, cause -> cause instanceof ClientGoneException);
    }

    /**
     * The same, and where the peer has left also what was interrupted, for a handler is interrupted
     * when its peer leaves.
     *
     * @param left whether the peer has left
     */
    public static boolean isCauseOf(@Nullable Throwable failure, boolean left) {
        return isCauseOf(failure) || (left && isInterrupt(failure));
    }

    /** Whether an interrupt is the failure or a cause of it. */
    public static boolean isInterrupt(@Nullable Throwable failure) {
        return hasCause(
                failure,
                cause ->
                        cause instanceof InterruptedException
                                || cause instanceof InterruptedIOException
                                || cause instanceof ClosedByInterruptException);
    }

    /** Looks along the causes; several failures that a publisher made one are looked at each. */
    private static boolean hasCause(@Nullable Throwable failure, Predicate<Throwable> wanted) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>();
        for (Throwable one = failure; one != null; one = left.poll()) {
            if (!seen.add(one)) {
                continue;
            }
            if (wanted.test(one)) {
                return true;
            }
            if (Exceptions.isMultiple(one)) {
                left.addAll(Exceptions.unwrapMultiple(one));
            }
            if (one.getCause() != null) {
                left.add(one.getCause());
            }
        }
        return false;
    }
}
