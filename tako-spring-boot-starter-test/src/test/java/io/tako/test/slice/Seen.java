package io.tako.test.slice;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import org.springframework.stereotype.Component;

@Component
final class Seen implements Middleware {

    @Override
    public Response handle(Request request, Next next) {
        return next.run(request).header("seen", "yes");
    }
}
