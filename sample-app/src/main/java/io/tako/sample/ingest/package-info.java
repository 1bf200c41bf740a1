/** What a writer is told about the points it sent. */
@NullMarked
package io.tako.sample.ingest;

import org.jspecify.annotations.NullMarked;
