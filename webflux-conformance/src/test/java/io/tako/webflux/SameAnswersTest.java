package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application of Spring's own kind answers the same on Tako's runtimes as on Reactor Netty: the
 * status, every field but {@code Date} and {@code Server}, and the body.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameAnswersTest {

    private @Nullable Engines engines;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        engines = Library.start(Engines.ALL, FileCalls.shelf(directory));
    }

    @AfterAll
    void stop() {
        engines().close();
    }

    private Engines engines() {
        return Objects.requireNonNull(engines);
    }

    static Stream<Call> calls() {
        return Library.calls();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void answerIsTheSame(Call call) throws IOException {
        Answer expected = Answer.to(call, engines().port(Engine.REACTOR_NETTY)).alike();
        for (Engine engine : Engines.TAKO) {
            Answer answer = Answer.to(call, engines().port(engine)).alike();
            Difference known = Difference.of(call);
            assertThat(answer.differencesTo(expected))
                    .as("%s: %s\nReactor Netty: %s\n%s", engine, answer, expected, known.reason())
                    .isEqualTo(known.in());
        }
    }

    @Test
    void sessionsAreKeptTheSameWay() throws IOException {
        for (Engine engine : Engines.ALL) {
            List<Answer> answers = Library.session(engines().port(engine));
            assertThat(answers.stream().map(Answer::body))
                    .as("%s: %s", engine, answers)
                    .containsExactly("1", "2", "renewed", "3", "ended", "1");
            assertThat(answers.stream().map(answer -> !answer.field("set-cookie").isEmpty()))
                    .as("%s: %s", engine, answers)
                    .containsExactly(true, false, true, false, true, true);
        }
    }

    @Test
    void everyFactIsAboutOneCall() {
        assertThat(calls().map(Call::fact)).doesNotHaveDuplicates().containsAll(Difference.facts());
    }

    @Test
    void callsAreOfMoreThanFortyEndpoints() {
        assertThat(calls().map(call -> call.target().replaceAll("[?].*", "")).distinct().count())
                .isGreaterThan(40);
    }
}
