package io.tako.sample;

import io.tako.sample.store.StoreLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code collector.*} says about the collector.
 *
 * @param maxBody Largest body of a write as it is sent. A larger one is answered 413.
 * @param maxInflatedBody Largest gzip body once it is unpacked. What is beyond is answered 413; the
 *     lines before it are stored.
 * @param maxLine Longest line of a write. A longer one is skipped and reported.
 * @param store How much is kept.
 */
@ConfigurationProperties("collector")
public record CollectorProperties(
        @DefaultValue("10MB") DataSize maxBody,
        @DefaultValue("50MB") DataSize maxInflatedBody,
        @DefaultValue("64KB") DataSize maxLine,
        @DefaultValue Store store) {

    /**
     * How much is kept.
     *
     * @param maxSeries Series kept. Points that would begin another are refused.
     * @param maxPointsPerSeries Newest points kept of one series. Older ones are dropped.
     * @param maxPoints Room for points of all series together, 16 bytes each.
     */
    public record Store(
            @DefaultValue("10000") int maxSeries,
            @DefaultValue("3600") int maxPointsPerSeries,
            @DefaultValue("5000000") long maxPoints) {

        StoreLimits limits() {
            return new StoreLimits(
                    maxSeries,
                    maxPointsPerSeries,
                    maxPoints,
                    StoreLimits.DEFAULTS.maxTags(),
                    StoreLimits.DEFAULTS.maxNameLength(),
                    StoreLimits.DEFAULTS.maxTextLength());
        }
    }
}
