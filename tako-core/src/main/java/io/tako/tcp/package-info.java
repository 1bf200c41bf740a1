/** Raw TCP as handlers have it: a connection that is read and written by code that may wait. */
@NullMarked
package io.tako.tcp;

import org.jspecify.annotations.NullMarked;
