package io.tako.access;

import java.util.Objects;

/** What a {@link ConnectionFilter} says of an attempt. */
public sealed interface Admission {

    /** Lets the peer in. Nothing is to be done when it leaves. */
    static Admission allow() {
        return Allowed.FREE;
    }

    /**
     * Lets the peer in.
     *
     * @param release runs once when the connection has ended, or when another filter denies it. On
     *     the connection's event loop: it must not wait
     */
    static Admission allow(Runnable release) {
        return new Allowed(release);
    }

    /**
     * Turns the peer away. Its connection is closed without an answer.
     *
     * @param reason for the log, in a few words: "the source is on the deny list", say
     */
    static Admission deny(String reason) {
        return new Denied(reason);
    }

    /**
     * The peer may connect.
     *
     * @param release what is to be done when it has left
     */
    record Allowed(Runnable release) implements Admission {

        static final Allowed FREE = new Allowed(() -> {});

        public Allowed {
            Objects.requireNonNull(release, "release");
        }

        /** Both; the release of the later one runs first. */
        Allowed and(Allowed later) {
            if (later == FREE) {
                return this;
            }
            if (this == FREE) {
                return later;
            }
            return new Allowed(
                    () -> {
                        try {
                            later.release.run();
                        } finally {
                            release.run();
                        }
                    });
        }
    }

    /**
     * The peer may not connect.
     *
     * @param reason why, for the log
     */
    record Denied(String reason) implements Admission {
        public Denied {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
