/** HTTP/1.1 by hand: what is well formed, what is not, and its bounds. */
@NullMarked
package io.tako.contracts.http1;

import org.jspecify.annotations.NullMarked;
