package io.tako.sample.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.sample.ingest.Refusal;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.point.FieldValue.Decimal;
import io.tako.sample.point.FieldValue.Flag;
import io.tako.sample.point.FieldValue.Text;
import io.tako.sample.point.FieldValue.Unsigned;
import io.tako.sample.point.FieldValue.Whole;
import io.tako.sample.point.Point;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.StoreLimits;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class PointBatchTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(100));

    private final JsonMapper mapper = JsonMapper.builder().build();

    @Test
    void everyScalarIsAFieldValue() {
        Point point =
                point(
                        """
                        {"measurement":"cpu","tags":{"host":"a"},"timestamp":"2026-03-14T10:00:00.5+01:00",
                         "fields":{"d":0.5,"w":-3,"u":18446744073709551615,"t":"x","f":true}}
                        """);

        assertThat(point)
                .isEqualTo(
                        new Point(
                                "cpu",
                                Map.of("host", "a"),
                                Map.of(
                                        "d", new Decimal(0.5),
                                        "w", new Whole(-3),
                                        "u", new Unsigned(-1),
                                        "t", new Text("x"),
                                        "f", new Flag(true)),
                                1_773_478_800_500_000_000L));
    }

    @Test
    void numericTimestampIsMillisecondsSinceTheEpoch() {
        assertThat(
                        point("{\"measurement\":\"m\",\"fields\":{\"v\":1},\"timestamp\":1500}")
                                .timestampNanos())
                .isEqualTo(1_500_000_000L);
    }

    @Test
    void tagsAndTimestampMayBeLeftOut() {
        Point point = point("{\"measurement\":\"m\",\"fields\":{\"v\":1}}");

        assertThat(point.tags()).isEmpty();
        assertThat(point.timestampNanos()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "{}",
                "1e999",
                "18446744073709551616",
                "-9223372036854775809",
                "123456789012345678901234567890"
            })
    void fieldThatIsNoScalarOrDoesNotFitIsRefused(String value) {
        assertThatThrownBy(() -> read("{\"measurement\":\"m\",\"fields\":{\"v\":" + value + "}}"))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"2026-03-14\"",
                "\"2026-03-14T10:00:00\"",
                "1.5",
                "true",
                "9223372036854775807",
                "\"2300-01-01T00:00:00Z\""
            })
    void timestampThatIsNoMomentIsRefused(String timestamp) {
        assertThatThrownBy(
                        () ->
                                read(
                                        "{\"measurement\":\"m\",\"fields\":{\"v\":1},\"timestamp\":"
                                                + timestamp
                                                + "}"))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | points",
                "{\"points\":[]} | points",
                "{\"points\":[null]} | points[0].<list element>",
                "{\"points\":[{\"fields\":{\"v\":1}}]} | points[0].measurement",
                "{\"points\":[{\"measurement\":\" \",\"fields\":{\"v\":1}}]} |"
                        + " points[0].measurement",
                "{\"points\":[{\"measurement\":\"m\"}]} | points[0].fields",
                "{\"points\":[{\"measurement\":\"m\",\"fields\":{}}]} | points[0].fields",
                "{\"points\":[{\"measurement\":\"m\",\"fields\":{\"v\":null}}]} |"
                        + " points[0].fields[v].<map value>",
                "{\"points\":[{\"measurement\":\"m\",\"fields\":{\"\":1}}]} |"
                        + " points[0].fields<K>[].<map key>",
                "{\"points\":[{\"measurement\":\"m\",\"tags\":{\"k\":\"\"},\"fields\":{\"v\":1}}]}"
                        + " | points[0].tags[k].<map value>",
            })
    void violationNamesItsPlace(String json, String path) {
        assertThat(violations(mapper.readValue(json, PointBatch.class))).containsExactly(path);
    }

    @Test
    void batchIsBounded() {
        JsonPoint point = new JsonPoint("m", null, Map.of("v", new Whole(1)), null);

        assertThat(violations(batchOf(point, PointBatch.MAX_POINTS))).isEmpty();
        assertThat(violations(batchOf(point, PointBatch.MAX_POINTS + 1))).containsExactly("points");
    }

    @Test
    void pointTheStoreRefusesDoesNotHoldBackOthers() {
        SeriesStore store = new SeriesStore(new StoreLimits(1, 10, 10, 1, 10, 10));
        PointBatch batch =
                mapper.readValue(
                        """
                        {"points":[{"measurement":"a","fields":{"v":1}},
                                   {"measurement":"b","fields":{"v":1}},
                                   {"measurement":"a","fields":{"v":2}}]}
                        """,
                        PointBatch.class);

        WriteReport report = batch.writeTo(store, CLOCK);

        assertThat(report.written()).isEqualTo(2);
        assertThat(report.refusals()).extracting(Refusal::position).containsExactly(2L);
    }

    private static PointBatch batchOf(JsonPoint point, int count) {
        return new PointBatch(Collections.nCopies(count, point));
    }

    private static List<String> violations(PointBatch batch) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            return factory.getValidator().validate(batch).stream()
                    .map(ConstraintViolation::getPropertyPath)
                    .map(Object::toString)
                    .toList();
        }
    }

    private Point point(String json) {
        return read(json).toPoint(() -> 7);
    }

    private JsonPoint read(String json) {
        return mapper.readValue(json, JsonPoint.class);
    }
}
