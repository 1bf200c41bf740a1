/** HTTP as one transport: which of its versions a connection speaks, in clear text or over TLS. */
@NullMarked
package io.tako.transport.http;

import org.jspecify.annotations.NullMarked;
