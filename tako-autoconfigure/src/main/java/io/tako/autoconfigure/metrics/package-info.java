/** Meters of connections, cores, TLS and drain. */
@NullMarked
package io.tako.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
