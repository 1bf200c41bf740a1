package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same answers as Reactor Netty to calls that nobody has thought of, but for what is known.
 * {@code -Dgenerated.calls=200000 -Dgenerated.seed=2} asks more, and others.
 */
final class GeneratedAnswersTest {

    private static final int CALLS = Integer.getInteger("generated.calls", 5000);
    private static final long SEED = Long.getLong("generated.seed", 1);
    private static final int AT_ONCE = 8;
    private static final int TOLD = 20;
    private static final int AGAIN = 4;

    @Test
    @Timeout(3600)
    void differInNothingThatIsNotKnown(@TempDir Path directory) throws Exception {
        GeneratedCalls calls = new GeneratedCalls(SEED);
        ConcurrentLinkedQueue<String> unknown = new ConcurrentLinkedQueue<>();
        try (Engines engines = Library.start(Engines.ALL, FileCalls.shelf(directory));
                var asking = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Call call = calls.call(i);
                asked.add(
                        asking.submit(
                                () -> {
                                    unknown.addAll(differences(engines, call));
                                    return null;
                                }));
            }
            for (Future<?> one : asked) {
                one.get();
            }
        }
        assertThat(unknown.stream().limit(TOLD).collect(Collectors.joining("\n\n")))
                .as("%d of %d calls differ", unknown.size(), CALLS)
                .isEmpty();
    }

    private static List<String> differences(Engines engines, Call call) throws IOException {
        Answer expected = reference(engines, call);
        List<String> found = new ArrayList<>();
        for (Engine engine : Engines.TAKO) {
            Answer answer = Answer.to(call, engines.port(engine)).alike();
            var parts = answer.differencesTo(expected);
            parts.removeAll(KnownDifference.of(call, answer, expected));
            if (!parts.isEmpty()) {
                found.add(
                        "%s %s %s: %s\n%s\nReactor Netty: %s"
                                .formatted(
                                        engine,
                                        parts,
                                        call.fact(),
                                        head(call),
                                        shortened(answer),
                                        shortened(expected)));
            }
        }
        return found;
    }

    /** Reactor Netty may reset a connection whose request it has not read to the end. */
    private static Answer reference(Engines engines, Call call) throws IOException {
        Answer answer = Answer.to(call, engines.port(Engine.REACTOR_NETTY));
        for (int i = 0; i < AGAIN && !answer.whole(); i++) {
            answer = Answer.to(call, engines.port(Engine.REACTOR_NETTY));
        }
        return answer.alike();
    }

    private static String head(Call call) {
        return "%s %s %s, %d bytes%s"
                .formatted(
                        call.method(),
                        call.target(),
                        call.fields(),
                        call.body().length,
                        call.chunked() ? " in chunks" : "");
    }

    private static String shortened(Answer answer) {
        String text = answer.toString();
        return text.length() > 700 ? text.substring(0, 700) + "..." : text;
    }
}
