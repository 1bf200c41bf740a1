package io.tako.conformance;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** curl on every wire it can use. */
final class CurlTest extends ClientContract {

    @TempDir private @Nullable Path directory;

    private Path directory() {
        return java.util.Objects.requireNonNull(directory);
    }

    @Override
    List<Wire> wires() {
        return List.of(Wire.values());
    }

    @Override
    boolean showsTrailers(Wire wire) {
        // Of HTTP/2 curl 7.88 shows none.
        return wire.version().equals("1.1");
    }

    private List<String> words(Wire wire) throws Exception {
        List<String> words = new ArrayList<>(List.of("curl", "-sS", "--max-time"));
        words.add("300");
        Files.writeString(directory().resolve("authority.pem"), servers().authority().pem());
        words.addAll(List.of("--cacert", "authority.pem"));
        words.add(
                switch (wire) {
                    case HTTP1, HTTP1_TLS -> "--http1.1";
                    case H2C_UPGRADE, H2 -> "--http2";
                    case H2C_PRIOR_KNOWLEDGE -> "--http2-prior-knowledge";
                });
        return words;
    }

    @Override
    Answer send(Wire wire, String method, URI uri, byte @Nullable [] body) throws Exception {
        List<String> words = words(wire);
        words.addAll(List.of("-D", "head", "-w", "%{http_version} %{http_code} %{size_header}"));
        words.addAll(List.of("-o", "body"));
        if (method.equals("HEAD")) {
            words.add("--head");
        }
        if (body != null) {
            Files.write(directory().resolve("upload"), body);
            words.addAll(List.of("--data-binary", "@upload"));
            // By default curl waits for 100 Continue with a large body.
        }
        words.add(uri.toString());
        Files.deleteIfExists(directory().resolve("body"));
        String[] said = run(words).text().split(" ");
        List<Map<String, String>> heads = heads();
        return new Answer(
                Integer.parseInt(said[1]),
                said[0],
                heads.get(0),
                method.equals("HEAD") ? new byte[0] : read("body"),
                heads.get(1));
    }

    private Command.Result run(List<String> words) throws Exception {
        Command.Result result = Command.run(directory(), words);
        if (result.exit() != 0) {
            throw new AssertionError(words + ": " + result);
        }
        return result;
    }

    private byte[] read(String name) throws Exception {
        Path file = directory().resolve(name);
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    /** The fields of the last head, and those behind its empty line, which are the trailers. */
    private List<Map<String, String>> heads() throws Exception {
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> trailers = new TreeMap<>();
        Map<String, String> current = fields;
        for (String line : new String(read("head"), StandardCharsets.ISO_8859_1).lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("HTTP/")) {
                fields.clear();
                current = fields;
            } else if (line.isBlank()) {
                current = trailers;
            } else {
                current.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return List.of(fields, trailers);
    }

    @Override
    List<Answer> parallel(Wire wire, URI uri, int many) throws Exception {
        List<String> words = words(wire);
        words.addAll(List.of("-w", "%{http_version} %{http_code}\n", "-o", "body-#1"));
        String said;
        if (wire == Wire.H2C_PRIOR_KNOWLEDGE) {
            // curl 7.88 fails at the second request of such a connection, whoever serves it
            // ("Error in the HTTP2 framing layer"): one for each is all it can.
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= many; i++) {
                List<String> one = new ArrayList<>(words);
                one.add(uri + "?n=[" + i + "-" + i + "]");
                all.append(run(one).text());
            }
            said = all.toString();
        } else {
            words.addAll(List.of("--parallel", "--parallel-max", Integer.toString(many)));
            words.add(uri + "?n=[1-" + many + "]");
            said = run(words).text();
        }
        List<Answer> answers = new ArrayList<>();
        for (String line : said.lines().toList()) {
            String[] parts = line.split(" ");
            byte[] body = read("body-" + (answers.size() + 1));
            answers.add(new Answer(Integer.parseInt(parts[1]), parts[0], Map.of(), body, Map.of()));
        }
        return answers;
    }
}
