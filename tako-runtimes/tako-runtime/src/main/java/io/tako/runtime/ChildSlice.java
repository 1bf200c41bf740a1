package io.tako.runtime;

/** A slice of a virtual thread that a handler started itself. */
final class ChildSlice implements Runnable {

    private final Strand parent;
    private final Runnable continuation;

    ChildSlice(Strand parent, Runnable continuation) {
        this.parent = parent;
        this.continuation = continuation;
    }

    @Override
    public void run() {
        parent.core().runSlice(this);
    }

    Runnable continuation() {
        return continuation;
    }

    String describe() {
        HandlerTask task = parent.task();
        return "a virtual thread started by "
                + (task == null ? "a handler that has ended" : task.describe());
    }
}
