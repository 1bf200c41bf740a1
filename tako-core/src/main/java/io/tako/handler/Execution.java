package io.tako.handler;

/** Where a handler runs. */
public enum Execution {
    /** On a virtual thread the runtime starts for the request; it may block. The default. */
    VIRTUAL_THREAD,

    /** Inline on the connection's event loop; it must return without waiting. */
    NON_BLOCKING,

    /**
     * On a virtual thread of the JDK's own scheduler from the start, on both runtimes: for handlers
     * that compute for long. Leaves the core under {@code per-core}.
     */
    OFFLOADED
}
