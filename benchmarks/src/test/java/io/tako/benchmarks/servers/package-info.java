@NullMarked
package io.tako.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
