package io.tako.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagListTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "a"               | "a"    | true  | true
                    W/"a"             | "a"    | false | true
                    "a"               | W/"a"  | false | true
                    W/"a"             | W/"a"  | false | true
                    "b" , "a"         | "a"    | true  | true
                    ,, "b",,"a",      | "a"    | true  | true
                    "b,a"             | "a"    | false | false
                    "b,"a",c"         | "a"    | false | false
                    "a,b"             | "a,b"  | true  | true
                    "x", W/"a,b"      | "a,b"  | false | true
                    ""                | ""     | true  | true
                    "A"               | "a"    | false | false
                    a                 | "a"    | false | false
                    "a                | "a"    | false | false
                    *                 | "a"    | false | false
                    """)
    void tagsAreFoundStronglyAndWeakly(String line, String tag, boolean strongly, boolean weakly) {
        assertThat(EntityTagList.hasStrongly(List.of(line), tag)).isEqualTo(strongly);
        assertThat(EntityTagList.hasWeakly(List.of(line), tag)).isEqualTo(weakly);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(EntityTagList.hasStrongly(List.of("\"a\"", "\"b\""), "\"b\"")).isTrue();
    }

    @Test
    void starAloneIsAnyState() {
        assertThat(EntityTagList.isAny(List.of(" * "))).isTrue();
        assertThat(EntityTagList.isAny(List.of("\"a\", *"))).isFalse();
        assertThat(EntityTagList.isAny(List.of())).isFalse();
    }
}
