/** What the collector answers over HTTP. */
@NullMarked
package io.tako.sample.web;

import org.jspecify.annotations.NullMarked;
