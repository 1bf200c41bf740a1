/** Routers: patterns, the tree they are matched by, and the chains behind them. */
@NullMarked
package io.tako.routing;

import org.jspecify.annotations.NullMarked;
