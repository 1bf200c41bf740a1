package io.tako.sample.web;

import io.tako.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * A file of the page, held in memory. Its tag is made of what is in it: builds that can be
 * reproduced date every file alike, so time would not tell a new one from the old.
 */
final class PageFile {

    private final Response whole;
    private final Response unchanged;
    private final String tag;

    /**
     * @param name on the class path
     * @param caching the {@code Cache-Control} of the file
     */
    PageFile(String name, String caching) {
        byte[] bytes = read(name);
        tag = '"' + HexFormat.of().formatHex(digest(bytes), 0, 16) + '"';
        whole = tagged(Response.bytes(bytes, type(name).toString()), caching);
        unchanged = tagged(Response.of(HttpStatus.NOT_MODIFIED), caching);
    }

    /**
     * @param known the tags the client has files of, as {@code If-None-Match} names them
     */
    Response answer(Optional<String> known) {
        return known.filter(tags -> tags.contains(tag)).isPresent() ? unchanged : whole;
    }

    private Response tagged(Response response, String caching) {
        return response.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, caching);
    }

    private static byte[] read(String name) {
        try {
            return new ClassPathResource(name).getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaType type(String name) {
        return MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
