package io.tako.transport.http.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostFieldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "h.example",
                "h:",
                "h:0",
                "h:80",
                "h:65535",
                "127.0.0.1",
                "[::1]",
                "[::1]:8080",
                "[::ffff:127.0.0.1]",
                "a-b_c~d",
                "%68",
                "h!$&'()*+,;="
            })
    void namesAHost(String value) {
        assertThat(HostField.valid(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "h ",
                " h",
                "h g",
                "u@h",
                "h/",
                "h?",
                "h#",
                "h\\",
                "h\"",
                ":80",
                ":",
                "h:x",
                "h:-1",
                "h:+1",
                "h:65536",
                "h:000080",
                "h:80:80",
                "[",
                "[]",
                "[::1",
                "[::1]x",
                "[::1]80",
                "[h]",
                "::1",
                "h%",
                "h%4",
                "h%zz",
                "h\u00e9",
                "h\0",
                "[::1]:x"
            })
    void namesNone(String value) {
        assertThat(HostField.valid(value)).isFalse();
    }
}
