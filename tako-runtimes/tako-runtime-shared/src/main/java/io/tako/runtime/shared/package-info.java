/**
 * The shared runtime: handlers run on a loop, or on the JDK's work-stealing scheduler once
 * something else than the loop has woken them.
 */
@NullMarked
package io.tako.runtime.shared;

import org.jspecify.annotations.NullMarked;
