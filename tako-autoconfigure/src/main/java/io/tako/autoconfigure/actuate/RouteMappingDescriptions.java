package io.tako.autoconfigure.actuate;

import io.tako.autoconfigure.Routers;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.web.mappings.MappingDescriptionProvider;
import org.springframework.context.ApplicationContext;

/** Tako's routes among the mappings that Actuator lists, by router. */
final class RouteMappingDescriptions implements MappingDescriptionProvider {

    @Override
    public String getMappingName() {
        return "takoRoutes";
    }

    /** Those of the context itself: of one of management endpoints there are none. */
    @Override
    public Map<String, List<RouteDescriptor>> describeMappings(ApplicationContext context) {
        return context.getBeansOfType(Routers.class).values().stream()
                .findFirst()
                .map(RouteDescriptor::byRouter)
                .orElse(Map.of());
    }
}
