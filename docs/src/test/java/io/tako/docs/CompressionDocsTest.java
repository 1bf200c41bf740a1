package io.tako.docs;

import static io.tako.docs.Guide.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import io.tako.transport.compression.ResponseCompression;
import io.tako.transport.config.CompressionConfig;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

final class CompressionDocsTest {

    private static final String LONG = "a page ".repeat(1000);

    private static Response compressed(TestExchange exchange, Response response) {
        return new ResponseCompression(CompressionConfig.defaults())
                .apply(exchange.request(RouterSettings.defaults()), response);
    }

    private static TestExchange accepting(String codings) {
        return TestExchange.get("/account?search=x").withHeader("Accept-Encoding", codings);
    }

    @Test
    void accountIsNeverCompressed() {
        TestExchange exchange = accepting("gzip");
        Response response = router(CompressionSnippets.account(search -> LONG)).handle(exchange);
        assertThat(compressed(exchange, response)).isSameAs(response);
        assertThat(compressed(exchange, response.removeHeader("Cache-Control")))
                .extracting(one -> one.header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void everyRowOfTheTableIsWhatAClientGets() throws IOException {
        List<List<String>> rows = Guide.table("compression.md", "Accept-Encoding");
        assertThat(rows).hasSizeGreaterThan(5);
        for (List<String> row : rows) {
            Response response = compressed(accepting(row.get(0)), Response.text(LONG));
            assertThat(Objects.requireNonNullElse(response.header("Content-Encoding"), "identity"))
                    .as(row.get(0))
                    .isEqualTo(row.get(1));
        }
    }

    @Test
    void librariesAreOfTheVersionsThisBuildUses() throws IOException {
        String page = Guide.page("compression.md");
        for (String library : List.of("brotli4j", "zstd-jni")) {
            Matcher version =
                    Pattern.compile("<" + library + ".version>(.+)</")
                            .matcher(Guide.page("../pom.xml"));
            assertThat(version.find()).isTrue();
            assertThat(page)
                    .containsPattern(
                            "<artifactId>"
                                    + library
                                    + "</artifactId>\\s+<version>"
                                    + Pattern.quote(version.group(1)));
        }
    }

    @Test
    void defaultTypesAreListed() throws IOException {
        for (MediaType type : CompressionConfig.defaults().mimeTypes()) {
            assertThat(Guide.page("compression.md")).contains("`" + type + "`");
        }
    }
}
