/** Where servers listen: kinds of sockets, who opened them, how they accept. */
@NullMarked
package io.tako.contracts.listeners;

import org.jspecify.annotations.NullMarked;
