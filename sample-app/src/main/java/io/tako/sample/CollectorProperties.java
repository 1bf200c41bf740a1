package io.tako.sample;

import io.tako.sample.store.StoreLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code collector.*} says about the collector.
 *
 * @param maxBody Largest body of a write as it is sent. A larger one is answered 413.
 * @param maxInflatedBody Largest gzip body once it is unpacked. What is beyond is answered 413; the
 *     lines before it are stored.
 * @param maxLine Longest line of a write. A longer one is skipped and reported; over Graphite it
 *     ends its connection.
 * @param store How much is kept.
 * @param live What those who follow values live may ask for.
 * @param statsd How StatsD is understood.
 * @param own What the collector measures of itself.
 */
@ConfigurationProperties("collector")
public record CollectorProperties(
        @DefaultValue("10MB") DataSize maxBody,
        @DefaultValue("50MB") DataSize maxInflatedBody,
        @DefaultValue("64KB") DataSize maxLine,
        @DefaultValue Store store,
        @DefaultValue Live live,
        @DefaultValue Statsd statsd,
        @DefaultValue Own own) {

    /**
     * How much is kept.
     *
     * @param maxSeries Series kept. Points that would begin another are refused.
     * @param maxPointsPerSeries Newest points kept of one series. Older ones are dropped.
     * @param maxPoints Room for points of all series together, 24 bytes each.
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

    /**
     * What those who follow values live may ask for.
     *
     * @param maxFollowers Streams and sockets open at once. Another is answered 503.
     * @param maxSubscriptions Subscriptions of one socket. Another is refused with a message.
     * @param maxSeries Series one subscription follows. What matches beyond is left out, and the
     *     socket is told.
     */
    public record Live(
            @DefaultValue("1000") int maxFollowers,
            @DefaultValue("16") int maxSubscriptions,
            @DefaultValue("1000") int maxSeries) {}

    /**
     * How StatsD is understood.
     *
     * @param setWindow Time for which a value of a set counts as seen before.
     */
    public record Statsd(@DefaultValue("10s") Duration setWindow) {}

    /**
     * What the collector measures of itself.
     *
     * @param every Time between two points of the measurement {@code collector}; 0 measures
     *     nothing.
     */
    public record Own(@DefaultValue("0s") Duration every) {}
}
