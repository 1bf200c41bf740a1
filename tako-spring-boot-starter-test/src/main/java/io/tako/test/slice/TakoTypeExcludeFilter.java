package io.tako.test.slice;

import io.tako.handler.Middleware;
import io.tako.http.RouterSettings;
import io.tako.routing.Routes;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.WebFilter;

/** Which components a {@link TakoTest} finds by itself. */
final class TakoTypeExcludeFilter
        extends StandardAnnotationCustomizableTypeExcludeFilter<TakoTest> {

    /** The chain of Spring Security, where an application has it. */
    static final String SECURITY = "org.springframework.security.web.server.SecurityWebFilterChain";

    private static final Set<Class<?>> ALWAYS =
            Set.of(
                    Routes.class,
                    Middleware.class,
                    RouterSettings.class,
                    WebFilter.class,
                    Converter.class,
                    GenericConverter.class,
                    JacksonComponent.class);

    private final Set<Class<?>> found;

    TakoTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
        ClassLoader loader = testClass.getClassLoader();
        found = new HashSet<>(ALWAYS);
        if (ClassUtils.isPresent(SECURITY, loader)) {
            found.add(ClassUtils.resolveClassName(SECURITY, loader));
        }
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return found;
    }
}
