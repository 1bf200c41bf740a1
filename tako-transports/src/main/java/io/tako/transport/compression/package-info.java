/** Content codings of responses: which one a client gets, and when none (RFC 9110 section 8.4). */
@NullMarked
package io.tako.transport.compression;

import org.jspecify.annotations.NullMarked;
