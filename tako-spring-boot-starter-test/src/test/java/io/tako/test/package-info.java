@NullMarked
package io.tako.test;

import org.jspecify.annotations.NullMarked;
