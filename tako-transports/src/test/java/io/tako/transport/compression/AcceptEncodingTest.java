package io.tako.transport.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    private static String choose(List<String> lines) {
        Coding chosen = AcceptEncoding.choose(lines, Coding.AVAILABLE);
        return chosen == null ? "identity" : chosen.token();
    }

    @Test
    void everyCodingIsThereInItsOrder() {
        assertThat(Coding.AVAILABLE)
                .extracting(Coding::token)
                .containsExactly("br", "zstd", "gzip", "deflate");
    }

    @Test
    void clientThatSaysNothingGetsIdentity() {
        assertThat(choose(List.of())).isEqualTo("identity");
        assertThat(choose(List.of(""))).isEqualTo("identity");
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(choose(List.of("deflate", "gzip, identity"))).isEqualTo("gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd          | br",
                "gzip, deflate, zstd              | zstd",
                "deflate, gzip                    | gzip",
                "deflate                          | deflate",
                "GZip                             | gzip",
                "x-gzip                           | gzip",
                "x-gzip, gzip;q=0                 | identity",
                "br;q=0.1, gzip;q=0.5, deflate    | deflate",
                "br;q=0, gzip;q=0.001             | gzip",
                "gzip;q=0.5, br;q=0.5             | br",
                "gzip ; Q=0.8 , br ;q=0.25        | gzip",
                "gzip;level=9;q=0.3, br;q=0.2     | gzip",
                "*                                | br",
                "*;q=0.5, deflate                 | deflate",
                "br;q=0, zstd;q=0, *              | gzip",
                "*;q=0                            | identity",
                "identity                         | identity",
                "identity, gzip                   | gzip",
                "identity;q=0.5, gzip             | gzip",
                "identity, gzip;q=0.999           | identity",
                "identity, *;q=0.5                | identity",
                "identity;q=0, gzip               | gzip",
                "identity;q=0, br;q=0.001         | br",
                "identity;q=0                     | identity",
                "identity;q=0, compress           | identity",
                "compress, exi                    | identity",
                "gzip;q=2, deflate;q=0.1          | deflate",
                "gzip;q=0.1234, deflate;q=0.1     | deflate",
                "gzip;q=, deflate;q=0.1           | deflate",
                "gzip;q=1.000, br;q=0.999         | gzip",
                "gzip;q=1.001                     | identity",
                ",, gzip ,,                       | gzip",
                "gzipped, ;q=1                    | identity",
            })
    void chosenIsWhatWeighsMost(String field, String chosen) {
        assertThat(choose(List.of(field))).isEqualTo(chosen);
    }
}
