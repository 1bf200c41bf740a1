@NullMarked
package io.tako.benchmarks.load;

import org.jspecify.annotations.NullMarked;
