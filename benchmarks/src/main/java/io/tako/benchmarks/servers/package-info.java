/**
 * The same three endpoints on every server, each written the way its own users would write them:
 * {@code GET /plaintext}, {@code GET /json} and {@code POST /users/{id}}.
 */
@NullMarked
package io.tako.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
