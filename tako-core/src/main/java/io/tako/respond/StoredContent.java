package io.tako.respond;

import io.tako.http.Body;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * Content of known length that can be read from any position: files and resources. Answers
 * conditions and a single range (RFC 9110 sections 13 and 14).
 */
final class StoredContent {

    private final long length;
    private final MediaType type;
    private final @Nullable Validators validators;
    private final Part part;

    private StoredContent(long length, MediaType type, @Nullable Validators validators, Part part) {
        this.length = length;
        this.type = type;
        this.validators = validators;
        this.part = part;
    }

    /** The file, or 404 if there is no regular file at the path. */
    static Response response(Path path, Request request) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Also for a path that goes through a file, which has no exception class of its own.
            return missing(request);
        }
        if (!attributes.isRegularFile()) {
            return missing(request);
        }
        boolean real = path.getFileSystem() == FileSystems.getDefault();
        Part part =
                real
                        ? (first, length) -> new Body.File(path, first, length)
                        : (first, length) ->
                                copied(() -> Files.newInputStream(path), first, length);
        Validators validators =
                Validators.of(attributes.size(), attributes.lastModifiedTime().toInstant());
        MediaType type = type(String.valueOf(path.getFileName()));
        return new StoredContent(attributes.size(), type, validators, part).respond(request);
    }

    /** The resource, or 404 if it does not exist. */
    static Response response(Resource resource, Request request) throws IOException {
        try {
            if (resource.isFile()) {
                return response(resource.getFile().toPath(), request);
            }
            if (!resource.exists()) {
                return missing(request);
            }
            MediaType type = type(resource.getFilename());
            // Asking a stream that is open already for its length would use it up.
            long length = resource.isOpen() ? -1 : resource.contentLength();
            if (length < 0) {
                return Streams.response(resource.getInputStream(), type, request);
            }
            Part part = (first, count) -> copied(resource, first, count);
            return new StoredContent(length, type, validators(resource, length), part)
                    .respond(request);
        } catch (FileNotFoundException e) {
            return missing(request);
        }
    }

    private Response respond(Request request) {
        boolean get = HttpMethod.GET.equals(request.method());
        // To any other method it is the answer, and not what the conditions are about.
        boolean selected = get || HttpMethod.HEAD.equals(request.method());
        HttpStatus decided = selected ? Preconditions.decide(request, validators) : HttpStatus.OK;
        if (decided != HttpStatus.OK) {
            Response refused =
                    decided == HttpStatus.NOT_MODIFIED
                            ? Response.of(decided)
                            : Problems.response(Problems.problem(decided), request);
            return validators == null ? refused : validators.on(refused);
        }
        ByteRange range = null;
        try {
            range = get ? range(request) : null;
        } catch (Rejection.RangeNotSatisfiable e) {
            return Problems.response(e, request);
        }
        Response response =
                range == null
                        ? Response.ok().body(part.body(0, length))
                        : Response.of(HttpStatus.PARTIAL_CONTENT)
                                .body(part.body(range.first(), range.length()))
                                .header(HttpHeaders.CONTENT_RANGE, range.contentRange(length));
        response = response.contentType(type).header(HttpHeaders.ACCEPT_RANGES, "bytes");
        return validators == null ? response : validators.on(response);
    }

    private @Nullable ByteRange range(Request request) {
        String asked = request.header(HttpHeaders.RANGE);
        boolean continues =
                validators != null
                        ? validators.continues(request)
                        : request.header(HttpHeaders.IF_RANGE) == null;
        return asked == null || !continues ? null : ByteRange.parse(asked, length);
    }

    private static @Nullable Validators validators(Resource resource, long length) {
        try {
            long millis = resource.lastModified();
            return millis > 0 ? Validators.of(length, Instant.ofEpochMilli(millis)) : null;
        } catch (IOException e) {
            // Resources in memory have no time of change.
            return null;
        }
    }

    private static Body copied(InputStreamSource source, long first, long length) {
        return new Body.Streaming(
                out -> {
                    try (InputStream in = source.getInputStream()) {
                        in.skipNBytes(first);
                        Streams.copy(in, length, out);
                    }
                },
                length);
    }

    private static MediaType type(@Nullable String fileName) {
        return MediaTypeFactory.getMediaType(fileName).orElse(MediaType.APPLICATION_OCTET_STREAM);
    }

    private static Response missing(Request request) {
        return Problems.response(Problems.problem(HttpStatus.NOT_FOUND), request);
    }

    /** Makes a body of a part of the content. */
    @FunctionalInterface
    private interface Part {
        Body body(long first, long length);
    }
}
