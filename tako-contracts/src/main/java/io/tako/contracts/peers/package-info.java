/** Clients that send and see every byte, and the authority that certifies them. */
@NullMarked
package io.tako.contracts.peers;

import org.jspecify.annotations.NullMarked;
