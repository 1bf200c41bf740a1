package io.tako.sample.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tako.sample.point.FieldValue;
import io.tako.sample.point.Timestamps;
import io.tako.sample.store.Arrival;
import io.tako.sample.store.SampleSlice;
import io.tako.sample.store.SeriesInfo;
import io.tako.sample.store.SeriesPage;
import io.tako.sample.store.Window;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of answers: moments as ISO 8601 in UTC, down to the nanosecond; values as they are. */
final class Views {

    private Views() {}

    record Page(List<Series> series, int page, int size, int total) {
        static Page of(SeriesPage page) {
            return new Page(
                    page.series().stream().map(Series::of).toList(),
                    page.page(),
                    page.size(),
                    page.total());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Series(
            String id,
            String measurement,
            Map<String, String> tags,
            String field,
            String kind,
            int points,
            @Nullable Latest latest) {

        static Series of(SeriesInfo info) {
            return new Series(
                    info.id(),
                    info.measurement(),
                    info.tags(),
                    info.field(),
                    info.kind().name().toLowerCase(Locale.ROOT),
                    info.points(),
                    info.latest().map(Latest::of).orElse(null));
        }
    }

    record Latest(Instant time, Object value) {
        static Latest of(SeriesInfo.Latest latest) {
            return new Latest(Timestamps.instant(latest.timestampNanos()), plain(latest.value()));
        }

        static Latest of(Arrival arrival) {
            return new Latest(Timestamps.instant(arrival.timestampNanos()), plain(arrival.value()));
        }

        private static Object plain(FieldValue value) {
            return switch (value) {
                case FieldValue.Numeric number -> number.asDouble();
                case FieldValue.Text(String text) -> text;
                case FieldValue.Flag(boolean flag) -> flag;
            };
        }
    }

    /**
     * A part of a series; {@code next} is the {@code from} of the part after it, and {@code last}
     * the id of the event that the live feed is to go on after.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Range(List<Sample> samples, @Nullable Instant next, String last) {
        static Range of(SampleSlice slice, String run) {
            return new Range(
                    slice.samples().stream()
                            .map(s -> new Sample(Timestamps.instant(s.timestampNanos()), s.value()))
                            .toList(),
                    slice.next().isPresent() ? Timestamps.instant(slice.next().getAsLong()) : null,
                    new EventId(run, slice.latest()).toString());
        }
    }

    record Sample(Instant time, double value) {}

    record Windows(List<Bucket> windows) {
        static Windows of(List<Window> windows) {
            return new Windows(
                    windows.stream()
                            .map(
                                    w ->
                                            new Bucket(
                                                    Timestamps.instant(w.startNanos()),
                                                    w.count(),
                                                    w.value()))
                            .toList());
        }
    }

    record Bucket(Instant start, int count, double value) {}
}
