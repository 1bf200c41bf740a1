package io.tako.transport.http.exchange;

import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.runtime.HandlerTask;
import io.tako.transport.http.body.PreparedFile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens a file away from the loop for an answer that was given on it. */
final class FileTask extends HandlerTask {

    private final HttpExchange exchange;
    private final Response response;
    private final Body.File part;
    private @Nullable PreparedFile prepared;

    FileTask(HttpExchange exchange, Response response, Body.File part) {
        this.exchange = exchange;
        this.response = response;
        this.part = part;
    }

    @Override
    protected void handle() {
        prepared = PreparedFile.open(part);
    }

    @Override
    protected void completed() {
        exchange.opened(response, Objects.requireNonNull(prepared));
    }

    @Override
    protected String describe() {
        return "opening " + part.path();
    }
}
