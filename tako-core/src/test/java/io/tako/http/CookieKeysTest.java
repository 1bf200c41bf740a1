package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookieKeysTest {

    private static final String OLD = "an old secret of at least 32 bytes";
    private static final String NEW = "a new secret, also long enough, yes";

    private final CookieKeys keys = CookieKeys.of(List.of(OLD));

    @Test
    void signedValueComesBack() {
        assertThat(keys.verify("id", keys.sign("id", "Ünï=;"))).contains("Ünï=;");
        assertThat(keys.verify("id", keys.sign("id", ""))).contains("");
    }

    @Test
    void encryptedValueComesBackAndIsNeverTheSameTwice() {
        String one = keys.encrypt("id", "secret");
        assertThat(keys.decrypt("id", one)).contains("secret");
        assertThat(keys.encrypt("id", "secret")).isNotEqualTo(one);
    }

    @Test
    void valueOfAnotherCookieIsNotAccepted() {
        assertThat(keys.verify("admin", keys.sign("user", "1"))).isEmpty();
        assertThat(keys.decrypt("admin", keys.encrypt("user", "1"))).isEmpty();
    }

    @Test
    void anyChangedCharacterIsNoticed() {
        String signed = keys.sign("id", "value");
        String encrypted = keys.encrypt("id", "value");
        // The last character of unpadded Base64 may carry unused bits, so it is left alone.
        for (int i = 0; i < signed.length() - 1; i++) {
            assertThat(keys.verify("id", changed(signed, i))).as("at %d", i).isEmpty();
        }
        for (int i = 0; i < encrypted.length() - 1; i++) {
            assertThat(keys.decrypt("id", changed(encrypted, i))).as("at %d", i).isEmpty();
        }
    }

    private static String changed(String text, int at) {
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    @Test
    void nonsenseIsNotAccepted() {
        for (String text : List.of("", ".", "a.b", "%%%", "AAAA", "a.b.c")) {
            assertThat(keys.verify("id", text)).isEmpty();
            assertThat(keys.decrypt("id", text)).isEmpty();
        }
    }

    @Test
    void oldSecretsOpenAndTheNewOneMakes() {
        CookieKeys both = CookieKeys.of(List.of(NEW, OLD));
        assertThat(both.verify("id", keys.sign("id", "1"))).contains("1");
        assertThat(both.decrypt("id", keys.encrypt("id", "1"))).contains("1");
        assertThat(keys.verify("id", both.sign("id", "1"))).isEmpty();
        assertThat(keys.decrypt("id", both.encrypt("id", "1"))).isEmpty();
    }

    @Test
    void shortSecretsAreRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> CookieKeys.of(List.of("hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 bytes")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> CookieKeys.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
