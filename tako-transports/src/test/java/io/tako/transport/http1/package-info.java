@NullMarked
package io.tako.transport.http1;

import org.jspecify.annotations.NullMarked;
