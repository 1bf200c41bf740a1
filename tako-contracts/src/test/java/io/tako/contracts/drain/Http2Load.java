package io.tako.contracts.drain;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
        long begun = System.nanoTime();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            tally.answered();
        } catch (ConnectException down) {
            throw new NotConnected(down);
        } catch (HttpTimeoutException late) {
            // The timer of connects goes on until TLS is spoken. The client says that the request
            // timed out, which was not sent yet, if it fires as the connection comes up.
            if (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                throw new NotConnected(late);
            }
            throw late;
        }
    }
}
