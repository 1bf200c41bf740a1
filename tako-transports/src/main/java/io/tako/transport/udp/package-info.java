/** Raw UDP: datagrams of a listener's sockets in the hands of a handler. */
@NullMarked
package io.tako.transport.udp;

import org.jspecify.annotations.NullMarked;
