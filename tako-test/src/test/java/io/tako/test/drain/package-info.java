@NullMarked
package io.tako.test.drain;

import org.jspecify.annotations.NullMarked;
