/** Raw UDP. */
@NullMarked
package io.tako.contracts.udp;

import org.jspecify.annotations.NullMarked;
