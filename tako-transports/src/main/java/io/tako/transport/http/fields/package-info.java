/** What the fields of a request head say and which rules they keep, whatever the version. */
@NullMarked
package io.tako.transport.http.fields;

import org.jspecify.annotations.NullMarked;
