/**
 * What both runtimes share: cores, the execution of handlers on them, listeners, and the contract
 * the transports are written against.
 */
@NullMarked
package io.tako.runtime;

import org.jspecify.annotations.NullMarked;
