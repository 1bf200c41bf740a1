/** Batches of points as JSON. */
@NullMarked
package io.tako.sample.json;

import org.jspecify.annotations.NullMarked;
