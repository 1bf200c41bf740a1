/** Tako in a Spring Boot application: properties, beans, and the web server they make. */
@NullMarked
package io.tako.autoconfigure;

import org.jspecify.annotations.NullMarked;
