package io.tako.test.drain;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests of the JDK's client over HTTP/2, many streams to a connection. */
final class Http2Load extends Load {

    private final HttpClient client;
    private final HttpRequest request;

    /** Loads that share a client share its connection. */
    Http2Load(Door door, Tally tally, Target target, HttpClient client) {
        super(door, tally);
        this.client = client;
        this.request =
                HttpRequest.newBuilder(door.uri(target.get()))
                        .timeout(Duration.ofMillis(PATIENCE_MILLIS))
                        .build();
    }

    @Override
    void connection() throws IOException, InterruptedException {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            tally.answered();
        } catch (ConnectException | HttpConnectTimeoutException down) {
            throw new NotConnected(down);
        }
    }
}
