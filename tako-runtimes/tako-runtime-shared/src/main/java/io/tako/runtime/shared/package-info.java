/**
 * The shared runtime: handlers start on a loop and continue on the JDK's work-stealing scheduler.
 */
@NullMarked
package io.tako.runtime.shared;

import org.jspecify.annotations.NullMarked;
