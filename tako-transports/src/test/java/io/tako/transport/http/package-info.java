@NullMarked
package io.tako.transport.http;

import org.jspecify.annotations.NullMarked;
