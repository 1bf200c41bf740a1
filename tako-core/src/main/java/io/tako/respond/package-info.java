/** How what a handler returns becomes a response. */
@NullMarked
package io.tako.respond;

import org.jspecify.annotations.NullMarked;
