package io.tako.autoconfigure.webflux;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;
import org.springframework.web.server.handler.FilteringWebHandler;
import org.springframework.web.server.handler.WebHandlerDecorator;

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

    /**
     * Whether a handler does more than to lead to its web handler: filters it, decorates it, or
     * does what cannot be known. Filters need not be beans to be passed.
     */
    public static boolean presentIn(HttpHandler handler) {
        if (!(handler instanceof HttpWebHandlerAdapter adapter)
                || adapter.getForwardedHeaderTransformer() != null) {
            return true;
        }
        WebHandler inner = adapter;
        while (inner instanceof WebHandlerDecorator decorator) {
            if (inner instanceof FilteringWebHandler filtering
                    && !filtering.getFilters().isEmpty()) {
                return true;
            }
            inner = decorator.getDelegate();
        }
        return false;
    }

    private static boolean has(BeanFactory beans, Class<?> type) {
        return beans.getBeanProvider(type).stream().findAny().isPresent();
    }
}
