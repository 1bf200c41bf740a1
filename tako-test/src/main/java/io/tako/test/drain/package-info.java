/**
 * Restarts a server under load and counts what its clients saw. The clients obey their protocols to
 * the letter, and so fail only where the server did.
 */
@NullMarked
package io.tako.test.drain;

import org.jspecify.annotations.NullMarked;
