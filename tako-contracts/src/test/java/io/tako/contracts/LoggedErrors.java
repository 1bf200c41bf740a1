package io.tako.contracts;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tako.contracts.machine.Waiting;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What is logged as an error while it is open. */
public final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private LoggedErrors() {}

    public static LoggedErrors begin() {
        LoggedErrors errors = new LoggedErrors();
        errors.start();
        root().addAppender(errors);
        return errors;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            lines.add(event.getFormattedMessage());
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line that has these words in it. */
    public void await(String... words) {
        Waiting.until(() -> lines.stream().anyMatch(l -> Stream.of(words).allMatch(l::contains)));
    }

    @Override
    public void close() {
        root().detachAppender(this);
        stop();
    }
}
