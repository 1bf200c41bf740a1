package io.tako.respond;

import io.tako.http.Body;
import io.tako.http.Request;
import io.tako.http.Response;
import java.nio.charset.Charset;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import reactor.core.publisher.Mono;

/** Spring's own ways to say status, fields and body at once. */
final class Entities {

    private Entities() {}

    static Response response(ErrorResponse error, Request request) {
        Response response =
                Problems.response(error.getBody(), request).status(error.getStatusCode());
        return withFields(response, error.getHeaders());
    }

    /**
     * The body by its own type under the entity's status and fields. A status of 200 leaves that of
     * the body in place, so that a file may still answer 206; what the body itself refuses (a
     * missing file, a range outside of it) stays refused.
     */
    static Response response(ResponseEntity<?> entity, Request request) throws Exception {
        Response response = content(entity, request);
        HttpStatusCode status = entity.getStatusCode();
        boolean answered =
                response.status().is2xxSuccessful() || entity.getBody() instanceof ProblemDetail;
        if (answered && status.value() != HttpStatus.OK.value()) {
            response = response.status(status);
        }
        return withFields(response, entity.getHeaders());
    }

    private static Response content(ResponseEntity<?> entity, Request request) throws Exception {
        Object body = entity.getBody();
        if (body == null) {
            return Response.ok();
        }
        MediaType type = entity.getHeaders().getContentType();
        if (body instanceof CharSequence text && type != null) {
            Charset charset = type.getCharset();
            if (charset != null) {
                return Response.ok().body(Body.of(text.toString().getBytes(charset)));
            }
        }
        if (body instanceof Publisher<?> publisher && !(body instanceof Mono<?>)) {
            return Streams.response(publisher, request, type);
        }
        return Responders.toResponse(body, request);
    }

    private static Response withFields(Response response, HttpHeaders fields) {
        Response result = response;
        for (var field : fields.headerSet()) {
            result = result.removeHeader(field.getKey());
            for (String value : field.getValue()) {
                result = result.header(field.getKey(), value);
            }
        }
        return result;
    }
}
