/** TLS, and HTTP over it. */
@NullMarked
package io.tako.contracts.tls;

import org.jspecify.annotations.NullMarked;
