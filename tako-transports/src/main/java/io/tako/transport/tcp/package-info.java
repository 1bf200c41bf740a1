/** Raw TCP: connections of a listener in the hands of a handler that reads and writes bytes. */
@NullMarked
package io.tako.transport.tcp;

import org.jspecify.annotations.NullMarked;
