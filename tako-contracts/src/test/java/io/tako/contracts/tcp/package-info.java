/** Raw TCP. */
@NullMarked
package io.tako.contracts.tcp;

import org.jspecify.annotations.NullMarked;
