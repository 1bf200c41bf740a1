package io.tako.contracts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A contract whose tests share one instance on each runtime and back end, and with it the server
 * that its {@link Start} method starts and its {@link Stop} method stops. JUnit's own instance for
 * a class would be one for all of them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(OneInstanceExtension.class)
public @interface OneInstance {

    /** Runs before the first test on a runtime and a back end; may ask for what tests ask for. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface Start {}

    /** Runs after the last test on a runtime and a back end, even if the start failed. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface Stop {}
}
