/** The access log: one line for each exchange, written when it has ended. */
@NullMarked
package io.tako.transport.accesslog;

import org.jspecify.annotations.NullMarked;
