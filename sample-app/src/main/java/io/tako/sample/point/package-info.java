/** What every ingestion protocol is turned into: points of typed fields. */
@NullMarked
package io.tako.sample.point;

import org.jspecify.annotations.NullMarked;
