package io.tako.transport.config;

import java.util.List;
import org.springframework.http.MediaType;

/**
 * Which responses of a listener are compressed.
 *
 * @param mimeTypes the types of content that are, without their parameters; wildcards as in {@code
 *     text/*} are allowed, and an empty list means every type
 * @param excludedUserAgents clients that get nothing compressed: the whole {@code User-Agent} field
 *     without regard to case, or a regular expression for the whole of it
 * @param minResponseSize the length in bytes from which content is compressed, 2 KiB by default;
 *     content whose length is not known in advance always is
 */
public record CompressionConfig(
        List<MediaType> mimeTypes, List<String> excludedUserAgents, long minResponseSize) {

    public CompressionConfig {
        mimeTypes = List.copyOf(mimeTypes);
        excludedUserAgents = List.copyOf(excludedUserAgents);
        if (minResponseSize < 0) {
            throw new IllegalArgumentException(
                    "minResponseSize: " + minResponseSize + " (expected: >= 0)");
        }
    }

    /** Text, scripts, JSON and XML of 2 KiB and more. */
    public static CompressionConfig defaults() {
        return new CompressionConfig(
                List.of(
                        MediaType.TEXT_HTML,
                        MediaType.TEXT_XML,
                        MediaType.TEXT_PLAIN,
                        new MediaType("text", "css"),
                        new MediaType("text", "javascript"),
                        new MediaType("application", "javascript"),
                        MediaType.APPLICATION_JSON,
                        MediaType.APPLICATION_XML),
                List.of(),
                2048);
    }

    public CompressionConfig withMimeTypes(List<MediaType> types) {
        return new CompressionConfig(types, excludedUserAgents, minResponseSize);
    }

    public CompressionConfig withExcludedUserAgents(List<String> agents) {
        return new CompressionConfig(mimeTypes, agents, minResponseSize);
    }

    public CompressionConfig withMinResponseSize(long bytes) {
        return new CompressionConfig(mimeTypes, excludedUserAgents, bytes);
    }
}
