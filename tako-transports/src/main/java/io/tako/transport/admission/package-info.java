/** What a connection passes before TLS and its protocol: the PROXY header and the filters. */
@NullMarked
package io.tako.transport.admission;

import org.jspecify.annotations.NullMarked;
