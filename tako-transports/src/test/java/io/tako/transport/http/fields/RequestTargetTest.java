package io.tako.transport.http.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.ProtocolError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTargetTest {

    @Test
    void originFormIsSplitAtTheFirstQuestionMark() {
        assertThat(RequestTarget.parse("GET", "/a/b?c?d=/"))
                .isEqualTo(new RequestTarget("/a/b", "c?d=/", null));
        assertThat(RequestTarget.parse("GET", "/a?")).isEqualTo(new RequestTarget("/a", "", null));
        assertThat(RequestTarget.parse("GET", "/a")).isEqualTo(new RequestTarget("/a", null, null));
    }

    @Test
    void absoluteFormBringsItsAuthority() {
        assertThat(RequestTarget.parse("GET", "http://h:81/a?b"))
                .isEqualTo(new RequestTarget("/a", "b", "h:81"));
        assertThat(RequestTarget.parse("GET", "HTTPS://[::1]"))
                .isEqualTo(new RequestTarget("/", null, "[::1]"));
        assertThat(RequestTarget.parse("GET", "http://h?b"))
                .isEqualTo(new RequestTarget("/", "b", "h"));
    }

    @Test
    void asteriskIsForOptionsOnly() {
        assertThat(RequestTarget.parse("OPTIONS", "*"))
                .isEqualTo(new RequestTarget("*", null, null));
        assertThatThrownBy(() -> RequestTarget.parse("GET", "*"))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void connectIsNotOffered() {
        assertThatThrownBy(() -> RequestTarget.parse("CONNECT", "h:443"))
                .isInstanceOfSatisfying(
                        ProtocolError.class, e -> assertThat(e.status()).isEqualTo(501));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "h:80", "ftp://h/", "http:///a", "http://u@h/", "//h#a", "/ "})
    void otherTargetsAreRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse("GET", target))
                .isInstanceOf(ProtocolError.class);
    }

    @ParameterizedTest
    @CsvSource({"GE T", "G(T", "''", "G\u00c9T"})
    void methodsAreTokens(String method) {
        assertThatThrownBy(() -> RequestTarget.parse(method, "/"))
                .isInstanceOf(ProtocolError.class);
    }
}
