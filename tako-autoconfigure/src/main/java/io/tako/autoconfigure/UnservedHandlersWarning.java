package io.tako.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.util.ClassUtils;

/** Says at start that WebFlux handlers are there and will not be asked. */
final class UnservedHandlersWarning implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnservedHandlersWarning.class);

    private static final String DISPATCHER = "org.springframework.web.reactive.DispatcherHandler";

    private final ListableBeanFactory beans;

    UnservedHandlersWarning(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> unserved = unserved();
        if (!unserved.isEmpty()) {
            log.warn(
                    "WebFlux handlers are not served by this version of Tako, only Tako routes are."
                            + " Not served: {}",
                    unserved);
        }
    }

    private List<String> unserved() {
        List<String> names = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(HttpHandler.class)) {
            Class<?> type = beans.getType(name);
            if (type == null || !NotFoundHttpHandler.class.isAssignableFrom(type)) {
                names.add(name);
            }
        }
        ClassLoader loader = getClass().getClassLoader();
        if (ClassUtils.isPresent(DISPATCHER, loader)) {
            Class<?> dispatcher = ClassUtils.resolveClassName(DISPATCHER, loader);
            names.addAll(List.of(beans.getBeanNamesForType(dispatcher)));
        }
        return names;
    }
}
