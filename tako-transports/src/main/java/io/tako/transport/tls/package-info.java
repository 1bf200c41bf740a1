/** TLS in front of any protocol: certificates and their exchange, handshakes, negotiation. */
@NullMarked
package io.tako.transport.tls;

import org.jspecify.annotations.NullMarked;
