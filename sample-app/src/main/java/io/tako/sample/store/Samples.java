package io.tako.sample.store;

/** A copy of a part of a series, in order of time; both arrays are of one length. */
record Samples(long[] timestamps, double[] values) {

    int size() {
        return timestamps.length;
    }
}
