/** What HTTP does for a client, whatever its version. */
@NullMarked
package io.tako.contracts.http;

import org.jspecify.annotations.NullMarked;
