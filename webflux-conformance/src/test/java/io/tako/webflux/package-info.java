/** Spring applications as they are, on both runtimes and on Reactor Netty. */
@NullMarked
package io.tako.webflux;

import org.jspecify.annotations.NullMarked;
