/** What admission does. */
@NullMarked
package io.tako.transport.admission;

import org.jspecify.annotations.NullMarked;
