/** Graphite's plaintext protocol over TCP. */
@NullMarked
package io.tako.sample.graphite;

import org.jspecify.annotations.NullMarked;
