/** The server: what it listens on, within which limits, and how it starts, drains and stops. */
@NullMarked
package io.tako.transport;

import org.jspecify.annotations.NullMarked;
