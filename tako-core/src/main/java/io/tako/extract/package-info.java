/** The bundled extractors, and the handlers made of them. */
@NullMarked
package io.tako.extract;

import org.jspecify.annotations.NullMarked;
