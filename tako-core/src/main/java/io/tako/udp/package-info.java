/** Raw UDP as handlers have it: datagrams that came, and the socket they came by. */
@NullMarked
package io.tako.udp;

import org.jspecify.annotations.NullMarked;
