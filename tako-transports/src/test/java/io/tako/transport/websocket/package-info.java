@NullMarked
package io.tako.transport.websocket;

import org.jspecify.annotations.NullMarked;
