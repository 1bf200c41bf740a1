package io.tako.handler;

/** Says of a handler where it runs. */
public final class Executions {

    private Executions() {}

    /**
     * The handler inline on the connection's event loop. It must return without waiting: while it
     * runs nothing else of its core does, and the watchdog names the route when it takes long.
     */
    public static Handler nonBlocking(Handler handler) {
        return PlannedHandler.of(handler, handler.plan().execution(Execution.NON_BLOCKING));
    }

    /** The handler on the JDK's scheduler from the start, for work that computes for long. */
    public static Handler offload(Handler handler) {
        return PlannedHandler.of(handler, handler.plan().execution(Execution.OFFLOADED));
    }
}
