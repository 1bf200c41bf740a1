package io.tako.test.slice;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A test of an application's routes alone: {@code Routes} and {@code Middleware} beans, filters and
 * what JSON, conversion and validation need are there, other components are not and no server is
 * started. A {@link WebTestClient} bean is bound to the routes. With Spring Security on the class
 * path its chain is before them: {@code SecurityWebFilterChain} components and imported ones, or
 * Boot's own, which lets nobody in without a login.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(TakoTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(TakoTypeExcludeFilter.class)
@AutoConfigureTakoTest
@ImportAutoConfiguration
public @interface TakoTest {

    /** Properties in {@code key=value} form, before all others. */
    String[] properties() default {};

    /** Whether components of the kinds named above are found by themselves. */
    boolean useDefaultFilters() default true;

    /** Components to find besides. */
    Filter[] includeFilters() default {};

    /** Components to leave out. */
    Filter[] excludeFilters() default {};

    /** Auto-configurations to leave out. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
