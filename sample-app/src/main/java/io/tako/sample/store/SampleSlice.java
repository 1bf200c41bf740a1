package io.tako.sample.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a series.
 *
 * @param samples in order of time
 * @param next where the next part begins, in nanoseconds since the epoch: the {@code from} to ask
 *     with; empty at the end of the range
 * @param latest the number of what had arrived last; what is not in the slice yet comes after it
 */
public record SampleSlice(List<Sample> samples, OptionalLong next, long latest) {

    public SampleSlice {
        samples = List.copyOf(samples);
    }
}
