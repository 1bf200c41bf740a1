package io.tako.sample.store;

import java.util.Comparator;
import java.util.List;

/**
 * What arrived after some number.
 *
 * @param held what is still there, in order of arrival
 * @param missed how many more arrived and are gone: pushed out, or written over by a later one
 * @param upTo the number to go on after
 */
public record Arrivals(List<Arrival> held, long missed, long upTo) {

    public Arrivals {
        held = held.stream().sorted(Comparator.comparingLong(Arrival::number)).toList();
    }

    static Arrivals none(long after) {
        return new Arrivals(List.of(), 0, after);
    }

    /** Whether nothing arrived at all. */
    public boolean isEmpty() {
        return held.isEmpty() && missed == 0;
    }
}
