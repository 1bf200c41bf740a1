/** The PROXY protocol. */
@NullMarked
package io.tako.contracts.proxy;

import org.jspecify.annotations.NullMarked;
