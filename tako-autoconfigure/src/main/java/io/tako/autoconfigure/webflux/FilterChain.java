package io.tako.autoconfigure.webflux;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/** Whether an application has anything that every request must pass before it is handled. */
public final class FilterChain {

    private FilterChain() {}

    /**
     * Whether there are filters, decorators of the whole handler, or something that changes what
     * requests say of themselves. Where there are none, Tako's routes need not be reached by way of
     * WebFlux.
     */
    public static boolean presentIn(ListableBeanFactory beans) {
        return has(beans, WebFilter.class)
                || has(beans, HttpHandlerDecoratorFactory.class)
                || has(beans, ForwardedHeaderTransformer.class);
    }

    private static boolean has(BeanFactory beans, Class<?> type) {
        return beans.getBeanProvider(type).stream().findAny().isPresent();
    }
}
