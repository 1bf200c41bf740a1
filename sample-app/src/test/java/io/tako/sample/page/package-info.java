/** The page in a browser. */
@NullMarked
package io.tako.sample.page;

import org.jspecify.annotations.NullMarked;
