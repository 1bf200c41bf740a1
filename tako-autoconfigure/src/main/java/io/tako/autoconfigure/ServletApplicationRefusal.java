package io.tako.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Refuses a servlet application that has a Tako starter, which would start and serve none of its
 * routes. Before there is an application context: one for servlets may not even load.
 */
final class ServletApplicationRefusal
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    static final String MVC = "org.springframework.web.servlet.DispatcherServlet";

    /** After all property sources have been added. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        SpringApplication application = event.getSpringApplication();
        Starter starter = present(application.getClassLoader());
        if (starter == null) {
            return;
        }
        WebApplicationType set =
                Binder.get(event.getEnvironment())
                        .bind("spring.main.web-application-type", WebApplicationType.class)
                        .orElse(null);
        WebApplicationType type = set == null ? application.getWebApplicationType() : set;
        if (type == WebApplicationType.SERVLET) {
            throw set == null && ClassUtils.isPresent(MVC, application.getClassLoader())
                    ? ServletApplicationException.deduced(starter)
                    : ServletApplicationException.chosen(starter);
        }
    }

    private static @Nullable Starter present(ClassLoader loader) {
        for (Starter starter : Starter.values()) {
            if (starter.present(loader)) {
                return starter;
            }
        }
        return null;
    }
}
