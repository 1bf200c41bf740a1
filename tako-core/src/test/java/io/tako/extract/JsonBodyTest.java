package io.tako.extract;

import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Extractors.json;
import static io.tako.extract.Extractors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.BodyMode;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

class JsonBodyTest {

    record Item(String name, int count) {}

    record Order(List<Item> items, DayOfWeek day, LocalDate date) {}

    record Picky(int age) {
        Picky {
            if (age < 0) {
                throw new IllegalArgumentException("age must not be negative");
            }
        }
    }

    private static final String JSON = "application/json";

    private static <T> T read(Class<T> type, String type2, String body) throws Exception {
        return json(type).extract(TestRequest.post(type2, body).request());
    }

    private static void rejects(
            Class<?> type, String body, Class<? extends Rejection> with, String message) {
        assertThatThrownBy(() -> read(type, JSON, body)).isInstanceOf(with).hasMessage(message);
    }

    @Test
    void jsonBodyBecomesARecord() throws Exception {
        assertThat(read(Item.class, JSON, "{\"name\":\"a\",\"count\":2}"))
                .isEqualTo(new Item("a", 2));
    }

    @Test
    void structuredSuffixAndUtf8CharsetAreJsonToo() throws Exception {
        String body = "{\"name\":\"ä\",\"count\":2}";
        assertThat(read(Item.class, "application/vnd.shop+json", body).name()).isEqualTo("ä");
        assertThat(read(Item.class, "application/json;charset=utf-8", body).name()).isEqualTo("ä");
    }

    @Test
    void genericTypesAreReadByReference() throws Exception {
        var list = json(new ParameterizedTypeReference<List<Item>>() {});
        assertThat(list.extract(TestRequest.post(JSON, "[{\"name\":\"a\",\"count\":1}]").request()))
                .containsExactly(new Item("a", 1));
    }

    @Test
    void otherMediaTypesAreUnsupported() {
        assertThatThrownBy(() -> read(Item.class, "text/plain", "{}"))
                .isInstanceOf(Rejection.UnsupportedMedia.class)
                .hasMessageContaining("\"text/plain\"");
    }

    @Test
    void absentMediaTypeIsUnsupported() {
        assertThatThrownBy(() -> read(Item.class, "", "{}"))
                .isInstanceOf(Rejection.UnsupportedMedia.class)
                .hasMessageContaining("Content-Type is missing");
    }

    @Test
    void nonsenseMediaTypeIsUnsupported() {
        assertThatThrownBy(() -> read(Item.class, "nonsense", "{}"))
                .isInstanceOf(Rejection.UnsupportedMedia.class);
    }

    @Test
    void otherCharsetsAreUnsupported() {
        assertThatThrownBy(() -> read(Item.class, "application/json;charset=iso-8859-1", "{}"))
                .isInstanceOf(Rejection.UnsupportedMedia.class);
        assertThatThrownBy(() -> read(Item.class, "application/json;charset=klingon", "{}"))
                .isInstanceOf(Rejection.UnsupportedMedia.class);
    }

    @Test
    void brokenJsonIsMalformedWithLineAndColumn() {
        assertThatThrownBy(() -> read(Item.class, JSON, "{\n  \"name\": oops}"))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageMatching("request body is not JSON \\(line 2, column \\d+\\)");
    }

    @Test
    void truncatedJsonIsMalformedWithLineAndColumn() {
        assertThatThrownBy(() -> read(Item.class, JSON, "{\"name\":"))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageMatching("request body is not JSON \\(line 1, column \\d+\\)");
    }

    @Test
    void wrongTypeIsMalformedWithItsPath() {
        rejects(
                Order.class,
                "{\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":\"many\"}]}",
                Rejection.Malformed.class,
                "'items[1].count' in the request body is not a number in range");
    }

    @Test
    void objectInPlaceOfAStringIsMalformedWithItsPath() {
        rejects(
                Order.class,
                "{\"items\":[{\"name\":{},\"count\":1}]}",
                Rejection.Malformed.class,
                "'items[0].name' in the request body is not a string");
    }

    @Test
    void objectInPlaceOfAnArrayIsMalformedWithItsPath() {
        rejects(
                Order.class,
                "{\"items\":{}}",
                Rejection.Malformed.class,
                "'items' in the request body is not an array");
    }

    @Test
    void unknownConstantIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> read(Order.class, JSON, "{\"day\":\"Caturday\"}"))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageStartingWith("'day' in the request body is not one of MONDAY");
    }

    @Test
    void unreadableDateNamesNoPackage() {
        rejects(
                Order.class,
                "{\"date\":\"yesterday\"}",
                Rejection.Malformed.class,
                "'date' in the request body is not a valid LocalDate");
    }

    @Test
    void constructorsOwnWordsReachTheClient() {
        rejects(
                Picky.class,
                "{\"age\":-1}",
                Rejection.Malformed.class,
                "request body: age must not be negative");
    }

    @Test
    void arrayInPlaceOfTheRecordIsMalformedWithoutClassNames() {
        assertThatThrownBy(() -> read(Item.class, JSON, "[]"))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageNotContaining("io.tako")
                .hasMessageNotContaining("Item");
    }

    @Test
    void keyOfTheClientsIsToldShortened() {
        var counts = json(new ParameterizedTypeReference<Map<String, Integer>>() {});
        String body = "{\"" + "k".repeat(1000) + "\":\"x\"}";
        assertThatThrownBy(() -> counts.extract(TestRequest.post(JSON, body).request()))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessageStartingWith("'" + "k".repeat(40) + "…' in the request body");
    }

    @Test
    void nullIsNoBody() {
        rejects(Item.class, "null", Rejection.Malformed.class, "request body is null");
    }

    @Test
    void emptyBodyIsMissing() {
        rejects(Item.class, "", Rejection.Missing.class, "request body is missing");
    }

    @Test
    void emptyBodyOfUnknownLengthIsMissing() {
        assertThatThrownBy(() -> json(Item.class).extract(TestRequest.chunked(JSON, "").request()))
                .isInstanceOf(Rejection.Missing.class);
    }

    @Test
    void optionalJsonIsEmptyWithoutBodyAndMalformedWithABadOne() throws Exception {
        var optional = json(Item.class).optional();
        assertThat(optional.extract(TestRequest.get("/").request())).isEmpty();
        assertThatThrownBy(() -> optional.extract(TestRequest.post(JSON, "{").request()))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void orElseJsonStandsInForNoBody() throws Exception {
        Item other = new Item("other", 0);
        assertThat(json(Item.class).orElse(other).extract(TestRequest.get("/").request()))
                .isSameAs(other);
    }

    @Test
    void mappedJsonKeepsItsPlan() throws Exception {
        var names = json(Item.class).map(Item::name);
        assertThat(names.inputs())
                .containsExactly(new Input(Input.Kind.BODY, "", Item.class, true));
        assertThat(names.bodyMode()).isEqualTo(BodyMode.BUFFERED);
    }

    @Test
    void textIsReadInItsDeclaredCharset() throws Exception {
        byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(
                        text().extract(
                                        TestRequest.post("text/plain;charset=iso-8859-1", latin)
                                                .request()))
                .isEqualTo("ü");
        assertThat(text().extract(TestRequest.post("", "ü").request())).isEqualTo("ü");
    }

    @Test
    void bytesThatAreNoTextAreMalformed() {
        assertThatThrownBy(
                        () ->
                                text().extract(
                                                TestRequest.post("text/plain", new byte[] {-1})
                                                        .request()))
                .isInstanceOf(Rejection.Malformed.class)
                .hasMessage("request body is not UTF-8 text");
    }

    @Test
    void noBodyIsEmptyTextAndNoBytes() throws Exception {
        assertThat(text().extract(TestRequest.get("/").request())).isEmpty();
        assertThat(bytes().extract(TestRequest.get("/").request())).isEmpty();
    }

    @Test
    void bytesAreTheBodyWhateverItsType() throws Exception {
        assertThat(bytes().extract(TestRequest.post("image/png", new byte[] {1, 2}).request()))
                .containsExactly(1, 2);
    }
}
