@NullMarked
package io.tako.transport.exchange;

import org.jspecify.annotations.NullMarked;
