/** Fails a test run in which Netty reports a leaked buffer, by being on the class path. */
@NullMarked
package io.tako.leakcheck;

import org.jspecify.annotations.NullMarked;
