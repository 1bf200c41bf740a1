package io.tako.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The port that a listener of the application under test has: on a field of type {@code int} that
 * is neither static nor final, or on a parameter of a test or of a method around it. For {@code
 * SpringBootTest} with a web server, whose port 0 the system chose. The same is in the environment
 * as {@code local.tako.<name>.port}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(LocalTakoPortExtension.class)
public @interface LocalTakoPort {

    /** The name of the listener. */
    String value();
}
