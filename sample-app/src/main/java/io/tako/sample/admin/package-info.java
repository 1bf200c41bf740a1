/** What only those may do who can open the collector's Unix socket. */
@NullMarked
package io.tako.sample.admin;

import org.jspecify.annotations.NullMarked;
