package io.tako.sample.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Unsigned;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointTest {

    private static final Map<String, FieldValue> FIELDS = Map.of("v", new Decimal(1));

    @Test
    void pointDoesNotChangeWithTheMapsItWasMadeOf() {
        Map<String, String> tags = new HashMap<>(Map.of("host", "a"));
        Point point = new Point("cpu", tags, FIELDS, 1);

        tags.put("host", "b");

        assertThat(point.tags()).isEqualTo(Map.of("host", "a"));
        assertThatThrownBy(() -> point.tags().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void pointWithoutMeasurementFieldOrNameIsRefused() {
        assertThatThrownBy(() -> new Point("", Map.of(), FIELDS, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point("m", Map.of(), Map.of(), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point("m", Map.of("", "a"), FIELDS, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point("m", Map.of(), FIELDS, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decimalIsFinite() {
        assertThatThrownBy(() -> new Decimal(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Decimal(Double.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unsignedIsNeverNegativeAsDecimal() {
        assertThat(new Unsigned(5).asDouble()).isEqualTo(5);
        assertThat(new Unsigned(-1).asDouble()).isEqualTo(0x1p64);
        assertThat(new Unsigned(Long.MIN_VALUE).asDouble()).isEqualTo(0x1p63);
        assertThat(new Unsigned(0x8000_0000_0000_0401L).asDouble()).isEqualTo(0x1.0000000000001p63);
    }

    @Test
    void momentsKeepTheirNanosecondsBothWays() {
        for (Instant moment :
                new Instant[] {
                    Instant.parse("2026-03-14T10:00:00.123456789Z"),
                    Instant.parse("1969-12-31T23:59:59.999999999Z"),
                    Timestamps.instant(Timestamps.MIN),
                    Timestamps.instant(Timestamps.MAX)
                }) {
            assertThat(Timestamps.instant(Timestamps.nanos(moment))).isEqualTo(moment);
        }
        assertThatThrownBy(() -> Timestamps.nanos(Timestamps.instant(Timestamps.MAX).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timestamps.nanos(Instant.MIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void excerptIsShortAndPrintable() {
        assertThat(Excerpt.of("a\u0000\nb")).isEqualTo("'a\uFFFD\uFFFDb'");
        assertThat(Excerpt.of("x".repeat(40))).isEqualTo("'" + "x".repeat(40) + "'");
        assertThat(Excerpt.of("x".repeat(39) + "🐙")).isEqualTo("'" + "x".repeat(39) + "…'");
    }
}
