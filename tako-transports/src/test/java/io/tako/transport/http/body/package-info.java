@NullMarked
package io.tako.transport.http.body;

import org.jspecify.annotations.NullMarked;
