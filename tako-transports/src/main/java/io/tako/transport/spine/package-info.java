/** What every protocol shares: connections, their limits, the way to the router, the drain. */
@NullMarked
package io.tako.transport.spine;

import org.jspecify.annotations.NullMarked;
