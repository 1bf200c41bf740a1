@NullMarked
package io.tako.transport.accesslog;

import org.jspecify.annotations.NullMarked;
