/** HTTP/2 by hand: what is well formed, what is not, and floods. */
@NullMarked
package io.tako.contracts.http2;

import org.jspecify.annotations.NullMarked;
