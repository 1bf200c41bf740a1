/** Who may connect: filters that run before a connection's first byte is looked at. */
@NullMarked
package io.tako.access;

import org.jspecify.annotations.NullMarked;
