package io.tako.transport.http.body;

/** The reader of a body within a schedule: it does one thing at a time, and never parks. */
interface ScheduledReader {

    /** Something a reader does; says what it was. */
    interface Step {
        String run();
    }

    /** Does something of what it may do. */
    String step();

    /** Wants no more. */
    String leave();

    /** Reads all there is, up to the end. */
    void readOn();

    /** What it has read. */
    byte[] got();

    /** How many bytes it has read. */
    int count();

    /** Whether it was told that it has read all of the body. */
    boolean sawEnd();

    /** Whether it was told an end or a failure, or has left. */
    boolean over();

    /** Whether it was told a failure. */
    boolean failed();

    /** Whether it wanted no more, or was told a failure. */
    boolean left();

    /** Whether it would take something. */
    boolean asks();

    /** Whether it may be on the event loop. */
    boolean mayBeOnLoop();
}
