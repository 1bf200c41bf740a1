package io.tako.transport;

/**
 * How a drain ended.
 *
 * @param finished connections that ended by themselves within the limit
 * @param cut connections that had to be closed when it was over
 */
public record DrainReport(int finished, int cut) {}
