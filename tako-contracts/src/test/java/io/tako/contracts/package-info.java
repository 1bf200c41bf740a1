/** What contracts have in common: the runtimes and back ends that each of them is held on. */
@NullMarked
package io.tako.contracts;

import org.jspecify.annotations.NullMarked;
