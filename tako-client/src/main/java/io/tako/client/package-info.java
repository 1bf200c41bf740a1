/** Reactor Netty's client on the event loops of a runtime. */
@NullMarked
package io.tako.client;

import org.jspecify.annotations.NullMarked;
