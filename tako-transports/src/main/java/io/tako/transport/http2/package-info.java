/**
 * HTTP/2 (RFC 9113) on Netty's codec: exchanges are plain objects of their connection, with its
 * flow control and without a channel each.
 */
@NullMarked
package io.tako.transport.http2;

import org.jspecify.annotations.NullMarked;
