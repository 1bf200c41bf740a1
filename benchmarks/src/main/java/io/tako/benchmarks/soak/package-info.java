/** The server that {@code benchmarks/soak} puts hostile peers in front of. */
@NullMarked
package io.tako.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
