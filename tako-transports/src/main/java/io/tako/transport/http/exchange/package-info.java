/** One request and its answer, whatever the version. */
@NullMarked
package io.tako.transport.http.exchange;

import org.jspecify.annotations.NullMarked;
