/**
 * WebSocket over whatever carries its bytes: one implementation for connections and for streams.
 */
@NullMarked
package io.tako.transport.websocket;

import org.jspecify.annotations.NullMarked;
