/** HTTP/1.1 (RFC 9112) on Netty's decoder. */
@NullMarked
package io.tako.transport.http1;

import org.jspecify.annotations.NullMarked;
