package io.tako.runtime;

/** What is done when an event loop has ended by an error, out of memory above all. */
public enum LoopFailure {
    /** It is logged and told, and the other loops go on. */
    REPORT,
    /** It is logged, and the process ends in an orderly way with {@link #EXIT_STATUS}. */
    EXIT;

    /** The status of a process that ends by this. */
    public static final int EXIT_STATUS = 3;

    /** Ends the process if it is to. Returns at once: a loop cannot wait for its own end. */
    void act() {
        if (this == EXIT) {
            try {
                // Its shutdown hooks drain what the other loops serve.
                Thread.ofPlatform()
                        .name("tako-loop-failure")
                        .start(() -> Runtime.getRuntime().exit(EXIT_STATUS));
            } catch (Throwable noThread) {
                Runtime.getRuntime().halt(EXIT_STATUS);
            }
        }
    }
}
