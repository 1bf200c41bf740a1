package io.tako.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.Admission.Allowed;
import io.tako.access.Admission.Denied;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionFilterTest {

    private final List<String> events = new ArrayList<>();

    private ConnectionFilter holding(String name) {
        return attempt -> {
            events.add("asked " + name);
            return Admission.allow(() -> events.add("released " + name));
        };
    }

    @Test
    void noFilterLetsEverybodyIn() {
        assertThat(ConnectionFilter.allOf(List.of()).admit(Attempts.from("192.0.2.1")))
                .isEqualTo(Admission.allow());
    }

    @Test
    void whatAllHoldIsReleasedInReverse() {
        ConnectionFilter all =
                ConnectionFilter.allOf(
                        List.of(holding("a"), attempt -> Admission.allow(), holding("b")));
        Allowed allowed = (Allowed) all.admit(Attempts.from("192.0.2.1"));
        assertThat(events).containsExactly("asked a", "asked b");
        allowed.release().run();
        assertThat(events).containsExactly("asked a", "asked b", "released b", "released a");
    }

    @Test
    void theFirstThatDeniesDecides() {
        ConnectionFilter all =
                ConnectionFilter.allOf(
                        List.of(holding("a"), attempt -> Admission.deny("no"), holding("b")));
        assertThat(all.admit(Attempts.from("192.0.2.1"))).isEqualTo(new Denied("no"));
        assertThat(events).containsExactly("asked a", "released a");
    }

    @Test
    void aFailureReleasesWhatIsHeld() {
        ConnectionFilter all =
                ConnectionFilter.allOf(
                        List.of(
                                holding("a"),
                                attempt -> {
                                    throw new IllegalStateException("broken");
                                }));
        assertThatThrownBy(() -> all.admit(Attempts.from("192.0.2.1"))).hasMessage("broken");
        assertThat(events).containsExactly("asked a", "released a");
    }
}
