package io.tako.transport.http.body;

import io.tako.http.Body;
import io.tako.runtime.HandlerTask;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens a file away from the loop for an answer that was given on it. */
public final class FileTask extends HandlerTask {

    private final Body.File part;
    private final Consumer<PreparedFile> taker;
    private @Nullable PreparedFile prepared;

    /**
     * @param taker gets the file on the event loop, or the reason why there is none, and closes it
     */
    public FileTask(Body.File part, Consumer<PreparedFile> taker) {
        this.part = part;
        this.taker = taker;
    }

    @Override
    protected void handle() {
        prepared = PreparedFile.open(part);
    }

    @Override
    protected void completed() {
        taker.accept(Objects.requireNonNull(prepared));
    }

    @Override
    protected String describe() {
        return "opening " + part.path();
    }
}
