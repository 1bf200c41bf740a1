/** The end of a server: what its clients see of it, quietly and under load. */
@NullMarked
package io.tako.contracts.drain;

import org.jspecify.annotations.NullMarked;
