package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritedSocketTest {

    private static final long ME = 4711;

    @Test
    void descriptorsBeginAtThreeAndHaveTheNamesOfTheirPlaces() {
        assertThat(listed("LISTEN_PID=4711", "LISTEN_FDS=3", "LISTEN_FDNAMES=primary::admin"))
                .containsExactly(
                        new InheritedSocket("primary", 3),
                        new InheritedSocket("", 4),
                        new InheritedSocket("admin", 5));
    }

    @Test
    void whatHasNoNameIsCalledAsSystemdDoes() {
        assertThat(listed("LISTEN_PID=4711", "LISTEN_FDS=1"))
                .containsExactly(new InheritedSocket("unknown", 3));
    }

    @Test
    void thoseOfAnotherProcessAreNotOurs() {
        assertThat(listed("LISTEN_PID=4712", "LISTEN_FDS=1", "LISTEN_FDNAMES=primary")).isEmpty();
        assertThat(listed("LISTEN_PID=4712", "LISTEN_FDS=whatever")).isEmpty();
        assertThat(listed("LISTEN_FDS=1")).isEmpty();
    }

    @Test
    void thereMayBeNone() {
        assertThat(listed()).isEmpty();
        assertThat(listed("LISTEN_PID=4711")).isEmpty();
        assertThat(listed("LISTEN_PID=4711", "LISTEN_FDS=0", "LISTEN_FDNAMES=")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4711, two,   a:b,   LISTEN_FDS,     it is no number",
        "4711, -1,    a,     LISTEN_FDS,     it is less than 0",
        "4711, 99999, a,     LISTEN_FDS,     there are at most 1024",
        "4711, 2,     a:b:c, LISTEN_FDNAMES, 'those are 3 names, and LISTEN_FDS is 2'",
        "4711, 2,     a,     LISTEN_FDNAMES, 'those are 1 names, and LISTEN_FDS is 2'",
        "me,   1,     a,     LISTEN_PID,     it is no number"
    })
    void whatCannotBeUnderstoodIsRefusedByItsVariable(
            String process, String count, String names, String variable, String reason) {
        assertThatExceptionOfType(RuntimeSetupException.class)
                .isThrownBy(
                        () ->
                                listed(
                                        "LISTEN_PID=" + process,
                                        "LISTEN_FDS=" + count,
                                        "LISTEN_FDNAMES=" + names))
                .satisfies(
                        e -> {
                            assertThat(e.property()).isEqualTo(variable);
                            assertThat(e.reason()).isEqualTo(reason);
                            assertThat(e.remedy()).contains("tako.socket-activation=off");
                        });
    }

    private static List<InheritedSocket> listed(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return InheritedSocket.listed(environment, ME);
    }
}
