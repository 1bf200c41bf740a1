/** Starts one benchmark server in a JVM of its own; {@code benchmarks/run} drives it. */
@NullMarked
package io.tako.benchmarks;

import org.jspecify.annotations.NullMarked;
