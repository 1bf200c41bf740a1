package io.tako.sample.store;

/**
 * A copy of a part of a series, in order of time; both arrays are of one length.
 *
 * @param latest the number of what had arrived last when it was made
 */
record Samples(long[] timestamps, double[] values, long latest) {

    int size() {
        return timestamps.length;
    }
}
