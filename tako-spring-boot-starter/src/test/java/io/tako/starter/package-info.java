/** Applications that have the starter, and what else may be on their class path. */
@NullMarked
package io.tako.starter;

import org.jspecify.annotations.NullMarked;
