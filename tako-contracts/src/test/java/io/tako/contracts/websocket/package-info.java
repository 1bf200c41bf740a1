/** WebSockets on HTTP/1.1 and on streams of HTTP/2. */
@NullMarked
package io.tako.contracts.websocket;

import org.jspecify.annotations.NullMarked;
