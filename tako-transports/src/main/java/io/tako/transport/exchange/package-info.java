/**
 * What the versions of HTTP share of an exchange: how its handler runs, how its body comes in, and
 * how its answer goes out in pieces. Each version supplies the wire.
 */
@NullMarked
package io.tako.transport.exchange;

import org.jspecify.annotations.NullMarked;
