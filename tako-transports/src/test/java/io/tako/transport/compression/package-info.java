@NullMarked
package io.tako.transport.compression;

import org.jspecify.annotations.NullMarked;
