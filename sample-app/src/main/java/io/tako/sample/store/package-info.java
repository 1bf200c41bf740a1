/** Bounded series in memory, and the questions they answer. */
@NullMarked
package io.tako.sample.store;

import org.jspecify.annotations.NullMarked;
