package io.tako.sample.web;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of events and a reader of it, which waits for the next one. */
final class EventReader implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    private EventReader(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventReader open(HttpClient client, URI uri, Optional<String> lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return new EventReader(
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next event, comments passed over; one without data has null data. */
    Event next() throws IOException {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new EOFException("the stream has ended");
            }
            if (line.isEmpty() && any) {
                return new Event(
                        id, name, data.isEmpty() ? Map.of() : read(JSON.readTree(data.toString())));
            }
            int colon = line.indexOf(": ");
            String value = colon < 0 ? "" : line.substring(colon + 2);
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(value);
                default -> {
                    continue;
                }
            }
            any = true;
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static Map<String, String> read(JsonNode data) {
        Map<String, String> members = new TreeMap<>();
        data.properties()
                .forEach(entry -> members.put(entry.getKey(), entry.getValue().asString()));
        return members;
    }

    /**
     * @param data its members as text, empty for an event that carries an id alone
     */
    record Event(String id, String name, Map<String, String> data) {

        double value() {
            return Double.parseDouble(data.get("value"));
        }
    }
}
