/** The per-core runtime: each core has its own loop, sockets and handlers. */
@NullMarked
package io.tako.runtime.percore;

import org.jspecify.annotations.NullMarked;
