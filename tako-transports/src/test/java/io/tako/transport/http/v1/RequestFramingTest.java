package io.tako.transport.http.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.tako.http.ProtocolError;
import org.junit.jupiter.api.Test;

final class RequestFramingTest {

    private static HttpRequest request(HttpVersion version, String... fields) {
        HttpRequest request = new DefaultHttpRequest(version, HttpMethod.POST, "/");
        for (int i = 0; i < fields.length; i += 2) {
            request.headers().add(fields[i], fields[i + 1]);
        }
        return request;
    }

    private static RequestFraming framing(String... fields) {
        return RequestFraming.of(request(HttpVersion.HTTP_1_1, fields));
    }

    private static int refusal(String... fields) {
        return catchThrowableOfType(ProtocolError.class, () -> framing(fields)).status();
    }

    @Test
    void aRequestWithoutLengthHasNoBody() {
        RequestFraming framing = framing("Host", "h");
        assertThat(framing.hasBody()).isFalse();
        assertThat(framing.keepAlive).isTrue();
        assertThat(framing.host).isEqualTo("h");
    }

    @Test
    void lengthAndChunksAreBodies() {
        assertThat(framing("host", "h", "content-length", "5").length).isEqualTo(5);
        RequestFraming chunked = framing("HOST", "h", "TRANSFER-ENCODING", "Chunked");
        assertThat(chunked.hasBody()).isTrue();
        assertThat(chunked.length).isEqualTo(-1);
        assertThat(framing("Host", "h", "Content-Length", "0").hasBody()).isFalse();
    }

    @Test
    void onlyChunkedIsSpokenAndOnce() {
        assertThat(refusal("Host", "h", "Transfer-Encoding", "gzip, chunked")).isEqualTo(501);
        assertThat(
                        refusal(
                                "Host",
                                "h",
                                "Transfer-Encoding",
                                "chunked",
                                "Transfer-Encoding",
                                "chunked"))
                .isEqualTo(501);
    }

    @Test
    void hostIsThereOnce() {
        assertThat(refusal()).isEqualTo(400);
        assertThat(refusal("Host", "h", "host", "h")).isEqualTo(400);
        assertThat(refusal("Host", "u@h")).isEqualTo(400);
        assertThat(RequestFraming.of(request(HttpVersion.HTTP_1_0)).host).isNull();
    }

    @Test
    void connectionOptionsDecideWhetherItLivesOn() {
        assertThat(framing("Host", "h", "Connection", "x, Close").keepAlive).isFalse();
        assertThat(
                        framing("Host", "h", "Connection", "keep-alive", "Connection", "close")
                                .keepAlive)
                .isFalse();
        assertThat(RequestFraming.of(request(HttpVersion.HTTP_1_0)).keepAlive).isFalse();
        assertThat(
                        RequestFraming.of(request(HttpVersion.HTTP_1_0, "Connection", "Keep-Alive"))
                                .keepAlive)
                .isTrue();
    }

    @Test
    void closeWinsOverKeepAliveInAnyOrder() {
        HttpRequest request =
                request(HttpVersion.HTTP_1_0, "Connection", "close", "Connection", "keep-alive");
        assertThat(RequestFraming.of(request).keepAlive).isFalse();
    }

    @Test
    void theOnlyExpectationIsContinue() {
        assertThat(framing("Host", "h", "Expect", "100-Continue").expectContinue).isTrue();
        assertThat(refusal("Host", "h", "Expect", "x")).isEqualTo(417);
        assertThat(RequestFraming.of(request(HttpVersion.HTTP_1_0, "Expect", "x")).expectContinue)
                .isFalse();
    }

    @Test
    void anotherMajorVersionIsNotSpoken() {
        HttpVersion two = new HttpVersion("HTTP", 2, 0, true);
        assertThat(
                        catchThrowableOfType(
                                        ProtocolError.class,
                                        () -> RequestFraming.of(request(two, "Host", "h")))
                                .status())
                .isEqualTo(505);
    }

    @Test
    void keysOfADraftOfWebSocketAreRefused() {
        assertThat(refusal("Host", "h", "Sec-WebSocket-Key1", "1")).isEqualTo(400);
        assertThat(framing("Host", "h", "Sec-WebSocket-Key", "1").hasBody()).isFalse();
    }
}
