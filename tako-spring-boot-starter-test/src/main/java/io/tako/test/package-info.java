/** For the tests of applications: the ports of listeners. */
@NullMarked
package io.tako.test;

import org.jspecify.annotations.NullMarked;
