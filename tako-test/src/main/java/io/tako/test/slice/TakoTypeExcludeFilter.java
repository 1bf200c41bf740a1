package io.tako.test.slice;

import io.tako.handler.Middleware;
import io.tako.http.RouterSettings;
import io.tako.routing.Routes;
import java.util.Set;
import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.web.server.WebFilter;

/** Which components a {@link TakoTest} finds by itself. */
final class TakoTypeExcludeFilter
        extends StandardAnnotationCustomizableTypeExcludeFilter<TakoTest> {

    private static final Set<Class<?>> FOUND =
            Set.of(
                    Routes.class,
                    Middleware.class,
                    RouterSettings.class,
                    WebFilter.class,
                    Converter.class,
                    GenericConverter.class,
                    JacksonComponent.class);

    TakoTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return FOUND;
    }
}
