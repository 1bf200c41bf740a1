/** For the tests of applications: routes without a server. */
@NullMarked
package io.tako.test.slice;

import org.jspecify.annotations.NullMarked;
