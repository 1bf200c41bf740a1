/** Load on a server's echo, over WebSocket, TCP or UDP, which neither wrk nor h2load can make. */
@NullMarked
package io.tako.benchmarks.load;

import org.jspecify.annotations.NullMarked;
