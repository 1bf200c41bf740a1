/** What the machine has: ports, memory, queues of sockets, time that passes. */
@NullMarked
package io.tako.contracts.machine;

import org.jspecify.annotations.NullMarked;
