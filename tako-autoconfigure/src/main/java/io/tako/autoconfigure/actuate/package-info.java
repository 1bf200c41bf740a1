/** What Actuator tells of Tako. */
@NullMarked
package io.tako.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
