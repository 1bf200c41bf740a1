/** WebSocket for applications: the socket a handler talks over, its options, the handshake. */
@NullMarked
package io.tako.websocket;

import org.jspecify.annotations.NullMarked;
