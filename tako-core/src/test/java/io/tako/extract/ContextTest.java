package io.tako.extract;

import static io.tako.extract.Extractors.attribute;
import static io.tako.extract.Extractors.bytes;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Extractors.content;
import static io.tako.extract.Extractors.flux;
import static io.tako.extract.Extractors.head;
import static io.tako.extract.Extractors.headers;
import static io.tako.extract.Extractors.inputStream;
import static io.tako.extract.Extractors.lastEventId;
import static io.tako.extract.Extractors.matchedPath;
import static io.tako.extract.Extractors.maxBody;
import static io.tako.extract.Extractors.range;
import static io.tako.extract.Extractors.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.handler.BodyMode;
import io.tako.http.Attribute;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpRange;

class ContextTest {

    private static final Attribute<String> USER = Attribute.named("user");

    private static TestRequest ranged(String field) {
        return TestRequest.get("/").field("Range", field);
    }

    @Test
    void rangesComeInOrder() {
        assertThat(range().extract(ranged("bytes=0-4, -2, 9-").request()))
                .containsExactly(
                        HttpRange.createByteRange(0, 4),
                        HttpRange.createSuffixRange(2),
                        HttpRange.createByteRange(9));
    }

    @Test
    void rangeIsIgnoredForOtherUnitsAndMethods() {
        assertThat(range().extract(ranged("lines=1-2").request())).isEmpty();
        assertThat(range().extract(TestRequest.head("/").field("Range", "bytes=0-4").request()))
                .isEmpty();
        assertThat(range().extract(TestRequest.get("/").request())).isEmpty();
    }

    @Test
    void rangeUnitIsReadWithoutRegardToCase() {
        assertThat(range().extract(ranged("Bytes=0-4").request())).hasSize(1);
    }

    @Test
    void unreadableRangeIsMalformed() {
        assertThatThrownBy(() -> range().extract(ranged("bytes=4-0").request()))
                .isInstanceOf(Rejection.Malformed.class);
        assertThatThrownBy(
                        () -> range().extract(ranged("bytes=0-0" + ",0-0".repeat(100)).request()))
                .isInstanceOf(Rejection.Malformed.class);
    }

    @Test
    void lastEventIdIsEmptyOnAFirstConnect() {
        assertThat(lastEventId().extract(TestRequest.get("/").request())).isEmpty();
        assertThat(lastEventId().extract(TestRequest.get("/").field("Last-Event-ID", "").request()))
                .isEmpty();
    }

    @Test
    void lastEventIdIsReadAsUtf8() {
        String wire =
                new String("é1".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(
                        lastEventId()
                                .extract(
                                        TestRequest.get("/")
                                                .field("Last-Event-ID", wire)
                                                .request()))
                .hasValue("é1");
    }

    @Test
    void attributeGivesWhatMiddlewareLeft() {
        Request request = TestRequest.get("/").request();
        request.attribute(USER, "ada");
        assertThat(attribute(USER).extract(request)).isEqualTo("ada");
    }

    @Test
    void absentAttributeIsTheServersFaultUnlessAllowed() {
        Request request = TestRequest.get("/").request();
        assertThatThrownBy(() -> attribute(USER).extract(request))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("user");
        assertThat(attribute(USER).optional().extract(request)).isEmpty();
        assertThat(attribute(USER).orElse("nobody").extract(request)).isEqualTo("nobody");
    }

    @Test
    void headGivesTheRequestAndItsParts() {
        Request request =
                TestRequest.get("/users/7").pattern("/users/{id}").field("A", "b").request();
        assertThat(head().extract(request)).isSameAs(request);
        assertThat(matchedPath().extract(request)).isEqualTo("/users/{id}");
        assertThat(connection().extract(request).protocol()).isEqualTo("http/1.1");
        assertThat(headers().extract(request).getFirst("A")).isEqualTo("b");
    }

    @Test
    void bodyIsGivenInEveryShape() throws Exception {
        Request request = TestRequest.post("text/plain", "hello").request();
        assertThat(request().extract(request)).isSameAs(request);
        assertThat(content().extract(request)).isSameAs(request.content());
        assertThat(inputStream().extract(request)).hasContent("hello");
        String text =
                flux().extract(TestRequest.post("text/plain", "hello").request())
                        .map(buffer -> buffer.toString(StandardCharsets.UTF_8))
                        .blockLast();
        assertThat(text).isEqualTo("hello");
    }

    @Test
    void bodyModesTellTheTransportWhatIsComing() {
        assertThat(bytes().bodyMode()).isEqualTo(BodyMode.BUFFERED);
        assertThat(content().bodyMode()).isEqualTo(BodyMode.STREAMED);
        assertThat(inputStream().bodyMode()).isEqualTo(BodyMode.STREAMED);
        assertThat(flux().bodyMode()).isEqualTo(BodyMode.STREAMED);
        assertThat(request().bodyMode()).isEqualTo(BodyMode.UNKNOWN);
        assertThat(maxBody(1, inputStream()).optional().bodyMode()).isEqualTo(BodyMode.STREAMED);
    }

    @Test
    void maxBodyLowersTheLimit() {
        assertThatThrownBy(
                        () -> maxBody(4, bytes()).extract(TestRequest.post("", "hello").request()))
                .isInstanceOf(Rejection.TooLarge.class);
        assertThatThrownBy(
                        () ->
                                maxBody(4, bytes())
                                        .extract(TestRequest.chunked("", "hello").request()))
                .isInstanceOf(Rejection.TooLarge.class);
    }

    @Test
    void maxBodyRaisesTheLimitToo() throws Exception {
        byte[] large = new byte[(int) RouterSettings.DEFAULT_MAX_BUFFERED_BODY + 1];
        assertThatThrownBy(() -> bytes().extract(TestRequest.post("", large).request()))
                .isInstanceOf(Rejection.TooLarge.class);
        assertThat(maxBody(large.length, bytes()).extract(TestRequest.post("", large).request()))
                .hasSize(large.length);
    }

    @Test
    void negativeMaxBodyIsRefusedAtOnce() {
        assertThatThrownBy(() -> maxBody(-1, bytes())).isInstanceOf(IllegalArgumentException.class);
    }
}
