/** Bodies of messages on their way in and out, whatever the version. */
@NullMarked
package io.tako.transport.http.body;

import org.jspecify.annotations.NullMarked;
