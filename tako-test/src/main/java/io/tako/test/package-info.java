/** Helps test applications and transports: running servers, raw clients, contracts. */
@NullMarked
package io.tako.test;

import org.jspecify.annotations.NullMarked;
