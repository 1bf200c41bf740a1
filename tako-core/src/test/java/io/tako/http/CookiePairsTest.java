package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CookiePairsTest {

    private static List<String> pairs(String... fields) {
        List<String> found = new ArrayList<>();
        CookiePairs.each(
                List.of(fields),
                (name, value) -> {
                    found.add(name + "=" + value);
                    return true;
                });
        return found;
    }

    @Test
    void pairsOfAllFieldsComeInTheirOrder() {
        assertThat(pairs("a=1; b = \"2\" ;c=", "d==4")).containsExactly("a=1", "b=2", "c=", "d==4");
    }

    @Test
    void whatHasNoEqualsSignIsNoPair() {
        assertThat(pairs("a; b=1; c", ";;", "")).containsExactly("b=1");
    }

    /** Where each part is looked through to the end of the field, this takes hours. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyPartsWithoutEqualsSignsAreReadOnce() {
        assertThat(pairs("a;".repeat(8 * 1024 * 1024) + "b=1")).containsExactly("b=1");
    }
}
