/** A collector of metrics, as an application of Tako. */
@NullMarked
package io.tako.sample;

import org.jspecify.annotations.NullMarked;
