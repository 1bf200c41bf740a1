@NullMarked
package io.tako.docs;

import org.jspecify.annotations.NullMarked;
