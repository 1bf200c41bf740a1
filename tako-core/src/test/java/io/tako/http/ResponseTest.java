package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;

class ResponseTest {

    @Test
    void everyChangeIsACopy() {
        Response one = Response.text("x");
        Response two = one.header("A", "1").status(HttpStatus.CREATED).body("y");
        assertThat(one.header("a")).isNull();
        assertThat(one.status()).isEqualTo(HttpStatus.OK);
        assertThat(one.body()).isNotEqualTo(two.body());
        assertThat(two.header("a")).isEqualTo("1");
        assertThat(two.status()).isEqualTo(HttpStatus.CREATED);
    }

    @Test
    void fieldLinesKeepTheirOrderAndNames() {
        Response response = Response.ok().header("X-B", "1").header("x-a", "2").header("X-B", "3");
        List<String> lines = new ArrayList<>();
        response.forEachHeader((name, value) -> lines.add(name + ": " + value));
        assertThat(lines).containsExactly("X-B: 1", "x-a: 2", "X-B: 3");
        assertThat(response.headers().get("x-b")).containsExactly("1", "3");
    }

    @Test
    void replacingLeavesOneLineWhateverTheCase() {
        Response response = Response.ok().header("a", "1").header("A", "2").replaceHeader("A", "3");
        assertThat(response.headers().get("a")).containsExactly("3");
        assertThat(response.defaultHeader("a", "4").header("a")).isEqualTo("3");
        assertThat(response.removeHeader("A").defaultHeader("a", "4").header("a")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "\0", "\u007f", "\u20ac"})
    void valuesCannotBreakOutOfTheirLine(String value) {
        assertThatThrownBy(() -> Response.ok().header("A", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 9110 section 5.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "\u00e9", "a\r"})
    void namesAreTokens(String name) {
        assertThatThrownBy(() -> Response.ok().header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RFC 9110 section 5.1");
    }

    @Test
    void textBodyHasATypeUnlessOneIsSet() {
        assertThat(Response.ok().body("x").header("content-type"))
                .isEqualTo("text/plain;charset=UTF-8");
        assertThat(
                        Response.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .body("x")
                                .headers()
                                .get("content-type"))
                .containsExactly("text/html");
    }

    @Test
    void fileBodyCoversTheWholeFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "12345");
        Response response = Response.file(file, MediaType.TEXT_PLAIN);
        assertThat(response.body()).isEqualTo(new Body.File(file, 0, 5));
        assertThat(TestExchange.render(response.body())).asString().isEqualTo("12345");
    }

    @Test
    void cookiesAddUp() {
        Response response =
                Response.ok()
                        .cookie(ResponseCookie.from("a", "1").build())
                        .cookie(ResponseCookie.from("b", "2").httpOnly(true).build());
        assertThat(response.headers().get("set-cookie")).containsExactly("a=1", "b=2; HttpOnly");
    }

    @Test
    void trailersStayWithEveryCopy() {
        HttpHeaders fields = new HttpHeaders();
        Response response = Response.ok().trailers(() -> fields).header("a", "b").body("x");
        assertThat(response.trailers()).isNotNull().extracting(s -> s.get()).isSameAs(fields);
    }

    @Test
    void emptyBytesAreNoBody() {
        assertThat(Body.of(new byte[0])).isSameAs(Body.EMPTY);
        assertThat(Body.of("é".getBytes(StandardCharsets.UTF_8)).length()).isEqualTo(2);
    }

    @Test
    void impossibleBodiesAreRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> new Body.File(folder, -1, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Body.Streaming(out -> {}, -2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
