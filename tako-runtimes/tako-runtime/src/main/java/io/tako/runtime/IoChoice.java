package io.tako.runtime;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The back end a runtime runs on and how it came to that.
 *
 * @param backend the back end in use
 * @param fallback why a better one is not in use, or null
 */
record IoChoice(IoBackend backend, @Nullable String fallback) {

    /**
     * Takes the wanted back end, or for {@code AUTO} the first of the runtime's list that works.
     *
     * @param inherits whether it has to take over sockets of another process
     * @throws RuntimeSetupException if the wanted one does not work here
     */
    static IoChoice choose(
            RuntimeKind kind,
            IoPreference wanted,
            boolean inherits,
            Function<IoBackend, @Nullable Throwable> obstacles) {
        if (inherits) {
            return inheriting(kind, wanted, obstacles);
        }
        return switch (wanted) {
            case IO_URING -> exactly(IoBackend.IO_URING, obstacles);
            case EPOLL -> exactly(IoBackend.EPOLL, obstacles);
            case NIO -> new IoChoice(IoBackend.NIO, null);
            case AUTO -> best(kind, obstacles);
        };
    }

    /** Netty makes a channel of a listening descriptor for epoll, not for io_uring or NIO. */
    private static IoChoice inheriting(
            RuntimeKind kind,
            IoPreference wanted,
            Function<IoBackend, @Nullable Throwable> obstacles) {
        Throwable obstacle = obstacles.apply(IoBackend.EPOLL);
        boolean epoll = wanted == IoPreference.EPOLL || wanted == IoPreference.AUTO;
        if (!epoll || obstacle != null) {
            String value = wanted.name().toLowerCase(Locale.ROOT);
            throw new RuntimeSetupException(
                    "tako.io",
                    value,
                    "sockets are inherited (LISTEN_FDS), which epoll alone can take over"
                            + (obstacle == null
                                    ? ""
                                    : ", and this machine does not offer it ("
                                            + innermost(obstacle)
                                            + ")"),
                    (epoll ? "Allow epoll here" : "Set tako.io=auto")
                            + ", or tako.socket-activation=off to open the addresses of the"
                            + " configuration instead.",
                    obstacle);
        }
        boolean second =
                kind == RuntimeKind.PER_CORE
                        && wanted == IoPreference.AUTO
                        && obstacles.apply(IoBackend.IO_URING) == null;
        return new IoChoice(
                IoBackend.EPOLL, second ? "no io_uring: it cannot take over sockets" : null);
    }

    private static IoChoice exactly(
            IoBackend backend, Function<IoBackend, @Nullable Throwable> obstacles) {
        Throwable obstacle = obstacles.apply(backend);
        if (obstacle != null) {
            throw new RuntimeSetupException(
                    "tako.io",
                    backend.displayName(),
                    "this machine does not offer it (" + innermost(obstacle) + ")",
                    "Set tako.io=auto to run on the best back end this machine offers, or allow "
                            + backend.displayName()
                            + " here.",
                    obstacle);
        }
        return new IoChoice(backend, null);
    }

    private static IoChoice best(
            RuntimeKind kind, Function<IoBackend, @Nullable Throwable> obstacles) {
        List<IoBackend> order =
                kind == RuntimeKind.PER_CORE
                        ? List.of(IoBackend.IO_URING, IoBackend.EPOLL, IoBackend.KQUEUE)
                        : List.of(IoBackend.EPOLL, IoBackend.KQUEUE);
        StringBuilder missed = new StringBuilder();
        for (IoBackend candidate : order) {
            Throwable obstacle = obstacles.apply(candidate);
            if (obstacle == null) {
                return new IoChoice(candidate, missed.isEmpty() ? null : missed.toString());
            }
            missed.append(missed.isEmpty() ? "no " : "; no ")
                    .append(candidate.displayName())
                    .append(": ")
                    .append(innermost(obstacle));
        }
        return new IoChoice(IoBackend.NIO, missed.toString());
    }

    private static String innermost(Throwable t) {
        Throwable cause = t;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** The words for the start-up line. */
    String describe() {
        return fallback == null
                ? backend.displayName()
                : backend.displayName() + " (" + fallback + ")";
    }
}
