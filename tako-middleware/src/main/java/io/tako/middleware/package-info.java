/** The bundled middleware: time limits, request ids, the access log, body limits. */
@NullMarked
package io.tako.middleware;

import org.jspecify.annotations.NullMarked;
