package io.tako.transport.compression;

import io.tako.http.Body;
import io.tako.http.RequestHead;
import io.tako.http.Response;
import io.tako.http.StreamingBody;
import io.tako.transport.config.CompressionConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Codes the content of responses as their requests ask for. Safe for any thread; the work is done
 * on the thread that asks, or on the one that writes a streamed body.
 */
public final class ResponseCompression {

    /** Content up to here is compressed at once, so that its length is known. */
    private static final int AT_ONCE = 64 * 1024;

    /** The same on an event loop, which others wait for. */
    private static final int AT_ONCE_ON_LOOP = 16 * 1024;

    private final Eligible eligible;
    private final ExcludedAgents excluded;
    private final List<Coding> codings;

    /** Compression with every coding this process has. */
    public ResponseCompression(CompressionConfig config) {
        this(config, Coding.AVAILABLE);
    }

    ResponseCompression(CompressionConfig config, List<Coding> codings) {
        this.eligible = new Eligible(config);
        this.excluded = new ExcludedAgents(config.excludedUserAgents());
        this.codings = codings;
    }

    /** The names of the codings, in the order they are preferred. */
    public static String describe() {
        return Coding.AVAILABLE.stream().map(Coding::token).collect(Collectors.joining(", "));
    }

    /** The response as this request gets it. */
    public Response apply(RequestHead request, Response response) {
        if (response.status().value() == HttpStatus.NOT_MODIFIED.value()) {
            return EntityTags.held(request, response)
                    ? vary(EntityTags.weaken(response))
                    : response;
        }
        if (!eligible.test(response)) {
            return response;
        }
        Response varying = vary(response);
        if (response.status().value() == HttpStatus.OK.value()
                && EntityTags.held(request, response)) {
            return notModified(varying);
        }
        Coding coding =
                excluded.test(request)
                        ? null
                        : AcceptEncoding.choose(
                                request.headers(HttpHeaders.ACCEPT_ENCODING), codings);
        Body body = coding == null ? null : coded(response.body(), coding);
        if (coding == null || body == null) {
            return varying;
        }
        // Ranges would be of other bytes than those sent here.
        return EntityTags.weaken(varying)
                .body(body)
                .header(HttpHeaders.CONTENT_ENCODING, coding.token())
                .removeHeader(HttpHeaders.ACCEPT_RANGES);
    }

    private static Response notModified(Response response) {
        return EntityTags.weaken(response)
                .status(HttpStatus.NOT_MODIFIED)
                .body(Body.EMPTY)
                .removeHeader(HttpHeaders.CONTENT_TYPE)
                .removeHeader(HttpHeaders.ACCEPT_RANGES);
    }

    /** The compressed body; null if compression gains nothing. */
    private static @Nullable Body coded(Body body, Coding coding) {
        return switch (body) {
            case Body.Bytes bytes -> coded(bytes, coding);
            case Body.File file -> streamed(coding, new FileContent(file), file.length());
            case Body.Streaming plain -> streamed(coding, plain.writer(), plain.length());
            case Body.Published plain -> new Body.Published(CodedPublisher.of(coding, plain), -1);
            case Body.Empty empty -> null;
            case Body.Upgrade upgrade -> null;
        };
    }

    private static Body streamed(Coding coding, StreamingBody plain, long length) {
        return new Body.Streaming(new CodedBody(coding, plain, length), -1);
    }

    private static @Nullable Body coded(Body.Bytes body, Coding coding) {
        int most = Thread.currentThread().isVirtual() ? AT_ONCE : AT_ONCE_ON_LOOP;
        if (body.length() > most) {
            return streamed(coding, out -> out.write(body.array()), body.length());
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(512);
        try (OutputStream compressor = coding.over(compressed)) {
            compressor.write(body.array());
        } catch (IOException e) {
            throw new IllegalStateException("compressing in memory failed", e);
        }
        return compressed.size() < body.length() ? Body.of(compressed.toByteArray()) : null;
    }

    /** Adds to {@code Vary} what the choice depends on (RFC 9110 section 12.5.5). */
    private Response vary(Response response) {
        Response varying = vary(response, HttpHeaders.ACCEPT_ENCODING);
        return excluded.none() ? varying : vary(varying, HttpHeaders.USER_AGENT);
    }

    private static Response vary(Response response, String field) {
        List<String> said = response.headers().getVary();
        if (said.contains("*") || said.stream().anyMatch(field::equalsIgnoreCase)) {
            return response;
        }
        String all = said.isEmpty() ? field : String.join(", ", said) + ", " + field;
        return response.replaceHeader(HttpHeaders.VARY, all);
    }
}
