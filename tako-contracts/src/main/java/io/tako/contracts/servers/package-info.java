/** Servers on free ports of the loopback interface, each with a runtime of its own. */
@NullMarked
package io.tako.contracts.servers;

import org.jspecify.annotations.NullMarked;
