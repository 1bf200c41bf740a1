package io.tako.runtime;

/** The two runtimes an application can choose from, by starter and by {@code tako.runtime}. */
public enum RuntimeKind {
    /** Handlers start on their connection's loop and may migrate once something else woke them. */
    SHARED("shared"),
    /** Handlers are carried by their core's event loop from start to end. */
    PER_CORE("per-core");

    private final String displayName;

    RuntimeKind(String displayName) {
        this.displayName = displayName;
    }

    /** The spelling used in configuration and in log lines: {@code shared} or {@code per-core}. */
    public String displayName() {
        return displayName;
    }
}
