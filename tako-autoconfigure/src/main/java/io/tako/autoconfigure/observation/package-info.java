/** Observations of requests that reach Tako's routes without WebFlux's chain before them. */
@NullMarked
package io.tako.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
