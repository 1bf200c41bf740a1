package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of TCP connections are named, and what they tell. A bean of it replaces ours.
 */
public interface TcpObservationConvention extends ObservationConvention<TcpObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof TcpObservationContext;
    }
}
