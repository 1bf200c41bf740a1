/**
 * HTTP's words: requests, responses, bodies, connections, and the exchange every transport
 * supplies.
 */
@NullMarked
package io.tako.http;

import org.jspecify.annotations.NullMarked;
