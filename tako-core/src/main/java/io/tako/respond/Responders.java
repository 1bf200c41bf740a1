package io.tako.respond;

import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.StreamingBody;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What a handler returns becomes a response by its type; {@code docs/responses.md} has the table.
 * The choice is made once for each class.
 */
public final class Responders {

    private static final String OCTETS = MediaType.APPLICATION_OCTET_STREAM_VALUE;

    private static final ClassValue<Conversion> BY_CLASS =
            new ClassValue<>() {
                @Override
                protected Conversion computeValue(Class<?> type) {
                    return choose(type);
                }
            };

    private Responders() {}

    /**
     * The response for a returned value; null is 204.
     *
     * <p>A {@code Mono}, a {@code CompletionStage} and the first item of another publisher are
     * waited for by parking the calling virtual thread; an interrupt cancels them.
     *
     * @throws IllegalStateException if one of these is not there yet and the caller is not a
     *     virtual thread
     * @throws Exception what a {@code Mono}, a stage, a publisher or a {@link Responder} failed
     *     with
     */
    public static Response toResponse(@Nullable Object value, Request request) throws Exception {
        return value == null
                ? Response.noContent()
                : BY_CLASS.get(value.getClass()).convert(value, request);
    }

    /** Turns values of one class into responses. */
    @FunctionalInterface
    private interface Conversion {
        Response convert(Object value, Request request) throws Exception;
    }

    private static Conversion choose(Class<?> type) {
        if (Response.class.isAssignableFrom(type)) {
            return (value, request) -> (Response) value;
        }
        if (Responder.class.isAssignableFrom(type)) {
            return (value, request) -> ((Responder) value).respond(request);
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return (value, request) -> Response.text(value.toString());
        }
        Conversion conversion = octets(type);
        if (conversion == null) {
            conversion = spring(type);
        }
        if (conversion == null) {
            conversion = later(type);
        }
        return conversion != null ? conversion : Responders::json;
    }

    private static @Nullable Conversion octets(Class<?> type) {
        if (type == byte[].class) {
            return (value, request) -> Response.bytes((byte[]) value, OCTETS);
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return (value, request) -> Response.bytes(Octets.of((ByteBuffer) value), OCTETS);
        }
        if (DataBuffer.class.isAssignableFrom(type)) {
            return (value, request) -> Response.bytes(Octets.of((DataBuffer) value), OCTETS);
        }
        if (Path.class.isAssignableFrom(type)) {
            return (value, request) -> StoredContent.response((Path) value, request);
        }
        if (Resource.class.isAssignableFrom(type)) {
            return (value, request) -> StoredContent.response((Resource) value, request);
        }
        if (InputStream.class.isAssignableFrom(type)) {
            return (value, request) ->
                    Streams.response(
                            (InputStream) value, MediaType.APPLICATION_OCTET_STREAM, request);
        }
        if (StreamingBody.class.isAssignableFrom(type)) {
            return (value, request) ->
                    Response.stream(MediaType.APPLICATION_OCTET_STREAM, (StreamingBody) value);
        }
        return null;
    }

    private static @Nullable Conversion spring(Class<?> type) {
        if (HttpStatusCode.class.isAssignableFrom(type)) {
            return (value, request) -> Response.of((HttpStatusCode) value);
        }
        if (ProblemDetail.class.isAssignableFrom(type)) {
            return (value, request) -> Problems.response((ProblemDetail) value, request);
        }
        if (ErrorResponse.class.isAssignableFrom(type)) {
            return (value, request) -> Entities.response((ErrorResponse) value, request);
        }
        if (ResponseEntity.class.isAssignableFrom(type)) {
            return (value, request) -> Entities.response((ResponseEntity<?>) value, request);
        }
        return null;
    }

    private static @Nullable Conversion later(Class<?> type) {
        if (Optional.class == type) {
            return (value, request) -> {
                Optional<?> optional = (Optional<?>) value;
                return optional.isPresent()
                        ? toResponse(optional.get(), request)
                        : Problems.response(Problems.problem(HttpStatus.NOT_FOUND), request);
            };
        }
        if (Mono.class.isAssignableFrom(type)) {
            return (value, request) ->
                    toResponse(Awaited.value(inContext((Mono<?>) value, request)), request);
        }
        if (CompletionStage.class.isAssignableFrom(type)) {
            return (value, request) ->
                    toResponse(Awaited.value((CompletionStage<?>) value), request);
        }
        if (Publisher.class.isAssignableFrom(type)) {
            return (value, request) ->
                    Streams.response(inContext((Publisher<?>) value, request), request, null);
        }
        return null;
    }

    private static Mono<?> inContext(Mono<?> mono, Request request) {
        ContextView context = request.attribute(Request.REACTOR_CONTEXT);
        return context == null ? mono : mono.contextWrite(context);
    }

    private static Publisher<?> inContext(Publisher<?> publisher, Request request) {
        ContextView context = request.attribute(Request.REACTOR_CONTEXT);
        return context == null ? publisher : Flux.from(publisher).contextWrite(context);
    }

    static Response json(@Nullable Object value, Request request) {
        return Response.bytes(
                request.settings().json().writeValueAsBytes(value),
                MediaType.APPLICATION_JSON_VALUE);
    }
}
