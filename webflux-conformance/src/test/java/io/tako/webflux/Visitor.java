package io.tako.webflux;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/**
 * Sends requests to an application and shows its answers as they are: redirects are not followed.
 */
final class Visitor {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ReactiveWebServerApplicationContext context;

    Visitor(ReactiveWebServerApplicationContext context) {
        this.context = context;
    }

    /** GET with a password; without if the user is the empty string. */
    HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
        return user.isEmpty()
                ? send("GET", path, "")
                : send("GET", path, "", "Authorization", Caller.basic(user, "secret"));
    }

    HttpResponse<String> send(String method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + Engine.port(context) + path))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A field of an answer, or the empty string. */
    static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The value of a cookie that an answer sets. */
    static String cookie(HttpResponse<?> response, String name) {
        return response.headers().allValues("set-cookie").stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1, (line + ";").indexOf(';')))
                .findFirst()
                .orElse("");
    }
}
