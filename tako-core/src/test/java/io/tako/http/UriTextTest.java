package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;

final class UriTextTest {

    @ParameterizedTest
    @CsvSource({
        "/users/7, /users/7",
        "/users/日, /users/%E6%97%A5",
        "/users/é, /users/%C3%A9",
        "/users/😀, /users/%F0%9F%98%80",
        "/a b, /a%20b",
        "/100%, /100%25",
        "/100%2, /100%252",
        "/a%2Fb, /a%2Fb",
        "/a?q={1}|2^\\\"<>`#f, /a?q=%7B1%7D%7C2%5E%5C%22%3C%3E%60#f",
        "http://[::1]:8080/x, http://[::1]:8080/x",
        "'', ''"
    })
    void aReferenceIsMadeOfWhatSomebodyWrote(String written, String reference) {
        assertThat(UriText.reference(written)).isEqualTo(reference);
        assertThat(URI.create(UriText.reference(written))).isNotNull();
    }

    @Test
    void controlCharactersStayToBeRefused() {
        assertThat(UriText.reference("/a\r\nb")).isEqualTo("/a\r\nb");
    }

    @ParameterizedTest
    @CsvSource({
        "/a{1}|b^c, /a%7B1%7D%7Cb%5Ec",
        "/a[1]?b[2]=[3]|4, /a%5B1%5D?b[2]=[3]%7C4",
        "/a%7B?b=%zz, /a%7B?b=%zz",
        "/plain?x=1&y=2, /plain?x=1&y=2"
    })
    void aTargetKeepsWhatTheGrammarHas(String sent, String read) {
        assertThat(UriText.target(sent)).isEqualTo(read);
    }

    @Test
    void locationsAreEncoded() {
        assertThat(Response.created("/日").header("location")).isEqualTo("/%E6%97%A5");
        assertThat(Response.created(URI.create("/日")).header("location")).isEqualTo("/%E6%97%A5");
        assertThat(Response.redirect(HttpStatus.SEE_OTHER, "/a b").header("location"))
                .isEqualTo("/a%20b");
        assertThat(Response.redirect(HttpStatus.SEE_OTHER, URI.create("/é")).header("location"))
                .isEqualTo("/%C3%A9");
    }
}
