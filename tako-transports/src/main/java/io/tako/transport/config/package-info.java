/** The settings of a server and its listeners: immutable, and checked when they are made. */
@NullMarked
package io.tako.transport.config;

import org.jspecify.annotations.NullMarked;
