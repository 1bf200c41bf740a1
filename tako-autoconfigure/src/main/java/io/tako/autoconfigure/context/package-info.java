/** What belongs to a request on whatever thread works for it, and nowhere else. */
@NullMarked
package io.tako.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
