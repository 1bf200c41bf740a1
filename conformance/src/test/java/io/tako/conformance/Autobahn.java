package io.tako.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Autobahn's fuzzing client 0.5.6: a WebSocket client that sends frames, right and wrong, to a
 * server that should echo them. It is Python and runs in a JVM of its own, on Jython.
 */
final class Autobahn {

    /** All it has; this version has no cases for compression. */
    static final int CASES = 301;

    private static final int PATIENCE_SECONDS = 60;

    private final Path directory;

    Autobahn(Path directory) {
        this.directory = directory;
    }

    /** Runs the cases whose numbers match the patterns, as in {@code 9.*}. */
    Map<String, Outcome> run(String url, List<String> cases) throws Exception {
        JsonMapper json = new JsonMapper();
        Path reports = directory.resolve("reports");
        Map<String, Object> spec =
                Map.of(
                        "options",
                        Map.of(
                                "failByDrop", false,
                                "openHandshakeTimeout", PATIENCE_SECONDS,
                                "closeHandshakeTimeout", PATIENCE_SECONDS,
                                "serverConnectionDropTimeout", PATIENCE_SECONDS),
                        "outdir",
                        reports.toString(),
                        "servers",
                        List.of(Map.of("agent", "tako", "url", url)),
                        "cases",
                        cases,
                        "exclude-cases",
                        List.of(),
                        "exclude-agent-cases",
                        Map.of());
        Files.writeString(directory.resolve("spec.json"), json.writeValueAsString(spec));
        try (InputStream program = Autobahn.class.getResourceAsStream("/fuzz.py")) {
            Files.copy(
                    Objects.requireNonNull(program),
                    directory.resolve("fuzz.py"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Command.Result result = Command.run(directory, words());
        Path index = reports.resolve("index.json");
        if (!Files.exists(index)) {
            throw new IOException("Autobahn wrote no report: " + result);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        JsonNode all = json.readTree(Files.readString(index)).path("tako");
        for (Map.Entry<String, JsonNode> one : all.properties()) {
            JsonNode report = one.getValue();
            String file = report.path("reportfile").asString();
            JsonNode details = json.readTree(Files.readString(reports.resolve(file)));
            outcomes.put(
                    one.getKey(),
                    new Outcome(
                            report.path("behavior").asString(),
                            report.path("behaviorClose").asString(),
                            details.path("result") + " " + details.path("resultClose")));
        }
        return outcomes;
    }

    private static List<String> words() {
        Path suites = Path.of("target/suites").toAbsolutePath();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                suites.resolve("jython.jar") + ":" + suites.resolve("autobahn.jar"),
                "org.python.util.jython",
                "fuzz.py",
                "-m",
                "fuzzingclient",
                "-s",
                "spec.json");
    }

    /**
     * What came of a case: of the messages, and of the end of the connection.
     *
     * @param details the suite's own words for both
     */
    record Outcome(String behavior, String close, String details) {}
}
