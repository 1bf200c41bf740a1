@NullMarked
package io.tako.transport.spine;

import org.jspecify.annotations.NullMarked;
