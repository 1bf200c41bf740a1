@NullMarked
package io.tako.contracts.machine;

import org.jspecify.annotations.NullMarked;
