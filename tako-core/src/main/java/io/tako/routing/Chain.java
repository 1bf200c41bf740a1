package io.tako.routing;

import io.tako.handler.ErrorMapper;
import io.tako.handler.Handler;
import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Responders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way through middleware to a handler, put together once. Every link catches, so that what is
 * outside sees a response whatever happened inside.
 */
final class Chain {

    private static final Response NO_CONTENT = Response.noContent();

    /** From the innermost scope to the outermost. */
    private final List<Map<Class<?>, ErrorMapper<?>>> mappers;

    private Chain(List<Map<Class<?>, ErrorMapper<?>>> mappers) {
        this.mappers = mappers;
    }

    static Next of(Scope scope, Handler handler) {
        Chain inner = at(scope);
        Next next = inner.end(handler);
        next = inner.around(handler.plan().middleware(), next);
        for (Scope at = scope; at != null; at = at.parent()) {
            next = at(at).around(at.middleware(), next);
        }
        return next;
    }

    private static Chain at(Scope scope) {
        List<Map<Class<?>, ErrorMapper<?>>> mappers = new ArrayList<>();
        for (Scope at = scope; at != null; at = at.parent()) {
            if (!at.mappers().isEmpty()) {
                mappers.add(Map.copyOf(at.mappers()));
            }
        }
        return new Chain(List.copyOf(mappers));
    }

    private Next end(Handler handler) {
        return request -> {
            try {
                Response response = handler.handle(request);
                return response == null ? NO_CONTENT : response;
            } catch (Throwable thrown) {
                return answer(thrown, request);
            }
        };
    }

    private Next around(List<Middleware> middleware, Next inner) {
        Next next = inner;
        for (Middleware one : middleware.reversed()) {
            next = link(one, next);
        }
        return next;
    }

    private Next link(Middleware middleware, Next inner) {
        return request -> {
            try {
                return checked(middleware.handle(request, inner), middleware);
            } catch (Throwable thrown) {
                return answer(thrown, request);
            }
        };
    }

    private static Response checked(@Nullable Response response, Middleware middleware) {
        if (response == null) {
            throw new IllegalStateException(
                    "middleware " + middleware.getClass().getName() + " returned no response");
        }
        return response;
    }

    private Response answer(Throwable thrown, Request request) {
        Failures.rethrowFatal(thrown);
        request.failure(thrown);
        if (Failures.unread(thrown, request)) {
            return Failures.unread(request);
        }
        ErrorMapper<Throwable> mapper = nearest(thrown.getClass());
        if (mapper == null) {
            return Failures.response(thrown, request);
        }
        try {
            return Responders.toResponse(mapper.map(thrown, request), request);
        } catch (Throwable second) {
            Failures.rethrowFatal(second);
            if (second == thrown) {
                return Failures.response(thrown, request);
            }
            second.addSuppressed(thrown);
            return Failures.unexpected(second, request);
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable ErrorMapper<Throwable> nearest(Class<?> thrown) {
        for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
            for (Map<Class<?>, ErrorMapper<?>> scope : mappers) {
                ErrorMapper<?> mapper = scope.get(type);
                if (mapper != null) {
                    // The key is the class the mapper was registered for.
                    return (ErrorMapper<Throwable>) mapper;
                }
            }
        }
        return null;
    }
}
