package io.tako.transport.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.ProtocolError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestLineTest {

    @Test
    void originFormIsSplitAtTheFirstQuestionMark() {
        assertThat(RequestLine.parse("GET", "/a/b?c?d=/"))
                .isEqualTo(new RequestLine("/a/b", "c?d=/", null));
        assertThat(RequestLine.parse("GET", "/a?")).isEqualTo(new RequestLine("/a", "", null));
        assertThat(RequestLine.parse("GET", "/a")).isEqualTo(new RequestLine("/a", null, null));
    }

    @Test
    void absoluteFormBringsItsAuthority() {
        assertThat(RequestLine.parse("GET", "http://h:81/a?b"))
                .isEqualTo(new RequestLine("/a", "b", "h:81"));
        assertThat(RequestLine.parse("GET", "HTTPS://[::1]"))
                .isEqualTo(new RequestLine("/", null, "[::1]"));
        assertThat(RequestLine.parse("GET", "http://h?b"))
                .isEqualTo(new RequestLine("/", "b", "h"));
    }

    @Test
    void asteriskIsForOptionsOnly() {
        assertThat(RequestLine.parse("OPTIONS", "*")).isEqualTo(new RequestLine("*", null, null));
        assertThatThrownBy(() -> RequestLine.parse("GET", "*"))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void connectIsNotOffered() {
        assertThatThrownBy(() -> RequestLine.parse("CONNECT", "h:443"))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.status()).isEqualTo(501));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "h:80", "ftp://h/", "http:///a", "http://u@h/", "//h#a", "/ "})
    void otherTargetsAreRefused(String target) {
        assertThatThrownBy(() -> RequestLine.parse("GET", target))
                .isInstanceOf(ProtocolError.class);
    }

    @ParameterizedTest
    @CsvSource({"GE T", "G(T", "''", "G\u00c9T"})
    void methodsAreTokens(String method) {
        assertThatThrownBy(() -> RequestLine.parse(method, "/")).isInstanceOf(ProtocolError.class);
    }
}
