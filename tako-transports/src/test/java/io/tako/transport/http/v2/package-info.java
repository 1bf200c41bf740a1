@NullMarked
package io.tako.transport.http.v2;

import org.jspecify.annotations.NullMarked;
