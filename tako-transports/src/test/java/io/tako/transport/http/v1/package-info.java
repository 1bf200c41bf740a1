@NullMarked
package io.tako.transport.http.v1;

import org.jspecify.annotations.NullMarked;
