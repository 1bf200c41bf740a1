package io.tako.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The JDK's client. Without TLS it knows HTTP/2 by upgrade alone, and it shows no trailers. */
final class JdkClientTest extends ClientContract {

    @Override
    List<Wire> wires() {
        return List.of(Wire.HTTP1, Wire.HTTP1_TLS, Wire.H2C_UPGRADE, Wire.H2);
    }

    @Override
    boolean showsTrailers(Wire wire) {
        return false;
    }

    private HttpClient client(Wire wire) throws Exception {
        return HttpClient.newBuilder()
                .version(
                        wire.version().equals("2")
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .sslContext(servers().authority().clientContext(null))
                .build();
    }

    @Override
    Answer send(Wire wire, String method, URI uri, byte @Nullable [] body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try (HttpClient client = client(wire)) {
            return answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
    }

    @Override
    List<Answer> parallel(Wire wire, URI uri, int many) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        List<Answer> answers = new ArrayList<>();
        try (HttpClient client = client(wire)) {
            // The first makes the connection that the others share.
            client.send(request, HttpResponse.BodyHandlers.discarding());
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                answers.add(answer(one.get()));
            }
        }
        return answers;
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        Map<String, String> fields = new TreeMap<>();
        response.headers().map().forEach((name, values) -> fields.put(name, values.getFirst()));
        String version = response.version() == HttpClient.Version.HTTP_2 ? "2" : "1.1";
        return new Answer(response.statusCode(), version, fields, response.body(), Map.of());
    }
}
