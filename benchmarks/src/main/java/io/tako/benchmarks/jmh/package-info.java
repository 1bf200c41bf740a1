/** What a request costs inside Tako, without sockets; {@code benchmarks/jmh} runs it. */
@NullMarked
package io.tako.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
