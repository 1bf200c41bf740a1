@NullMarked
package io.tako.benchmarks;

import org.jspecify.annotations.NullMarked;
