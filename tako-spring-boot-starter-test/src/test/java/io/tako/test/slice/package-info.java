@NullMarked
package io.tako.test.slice;

import org.jspecify.annotations.NullMarked;
