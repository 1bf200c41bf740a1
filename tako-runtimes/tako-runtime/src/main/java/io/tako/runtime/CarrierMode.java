package io.tako.runtime;

/** Which threads carry the virtual threads that handlers run on. */
public enum CarrierMode {
    /** Event loops carry handlers, as {@link RuntimeKind} describes for each runtime. */
    LOOP_CARRIED("handlers carried by the loops"),
    /**
     * Every handler is handed to the JDK's own scheduler and its completion comes back to the loop.
     * This is what happens where the JVM was not started with {@link #FLAG}.
     */
    JDK_SCHEDULER("handlers on the JDK scheduler");

    /** The JVM flag without which loops cannot carry handlers. */
    public static final String FLAG = "--add-opens java.base/java.lang=ALL-UNNAMED";

    private final String displayName;

    CarrierMode(String displayName) {
        this.displayName = displayName;
    }

    /** The words used for this mode in the start-up line. */
    public String displayName() {
        return displayName;
    }
}
