/**
 * WebFlux on Tako's connections: its requests and responses over exchanges, and Tako's routes
 * inside its chain of filters.
 */
@NullMarked
package io.tako.autoconfigure.webflux;

import org.jspecify.annotations.NullMarked;
