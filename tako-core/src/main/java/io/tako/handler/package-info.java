/** The contracts all rooms meet on: handlers, extractors, middleware, error mappers. */
@NullMarked
package io.tako.handler;

import org.jspecify.annotations.NullMarked;
