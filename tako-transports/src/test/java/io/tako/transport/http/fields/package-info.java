@NullMarked
package io.tako.transport.http.fields;

import org.jspecify.annotations.NullMarked;
