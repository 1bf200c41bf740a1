package io.tako.sample.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.sample.statsd.StatsdLine.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatsdLineTest {

    @ParameterizedTest
    @CsvSource({"c,COUNTER", "m,COUNTER", "g,GAUGE", "ms,TIMER", "h,SAMPLE", "d,SAMPLE", "s,SET"})
    void everyTypeIsRead(String written, Type type) {
        assertThat(StatsdLine.parse("a.b:1|" + written))
                .contains(new StatsdLine("a.b", Map.of(), type, List.of("1"), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs:3|c|@0.5|#kind:batch,ok:true",
                "jobs:3|c|#kind:batch,ok|@0.5",
                "jobs,kind=batch,ok=true:3|c|@0.5",
                "jobs#kind=batch,ok=true:3|c|@0.5",
                "jobs,kind=batch:3|c|@0.5|#ok:true|c:ci-1234"
            })
    void tagsStandWhereTheFlavourPutsThem(String line) {
        assertThat(StatsdLine.parse(line))
                .contains(
                        new StatsdLine(
                                "jobs",
                                Map.of("kind", "batch", "ok", "true"),
                                Type.COUNTER,
                                List.of("3"),
                                0.5));
    }

    @Test
    void severalValuesMayStandInOneLine() {
        assertThat(StatsdLine.parse("wait:1:2.5:-3e2|d").orElseThrow().values())
                .containsExactly("1", "2.5", "-3e2");
    }

    @Test
    void aSetHoldsAnyText() {
        assertThat(StatsdLine.parse("users:anna|s").orElseThrow().values()).containsExactly("anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a:1",
                ":1|c",
                "a:|c",
                "a:|s",
                "a:x|c",
                "a:NaN|g",
                "a:Infinity|g",
                "a:1e999|g",
                "a:1f|g",
                "a:1::2|c",
                "a:1|x",
                "a:1|c|@0",
                "a:1|c|@1.5",
                "a:1|c|@x",
                "a:1|c|?",
                "a:1|c|#:v",
                "a:1|c|#k:",
                "a,=v:1|c",
                ",k=v:1|c",
                "a:1|c|T1656581400",
                "_e{2,2}:ab|cd"
            })
    void whatIsNoLineIsNone(String line) {
        assertThat(StatsdLine.parse(line)).isEmpty();
    }
}
