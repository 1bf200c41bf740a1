package io.tako.transport.accesslog;

import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lines of an access log go: a logger of SLF4J, at INFO. Lines are made and logged on
 * event loops, so that an appender that waits for a disk holds all connections of a loop. Any
 * thread.
 */
public final class AccessLogger {

    /** The logger where nothing else is said. */
    public static final String DEFAULT_LOGGER = "io.tako.access";

    private static final Logger own = LoggerFactory.getLogger(AccessLogger.class);

    private final AccessLogFormat format;
    private final Logger lines;

    private AccessLogger(AccessLogFormat format, Logger lines) {
        this.format = format;
        this.lines = lines;
    }

    /** Lines of the format, to the logger of that name. */
    public static AccessLogger of(AccessLogFormat format, String logger) {
        return new AccessLogger(
                Objects.requireNonNull(format, "format"), LoggerFactory.getLogger(logger));
    }

    /** Writes the line of an exchange unless the logger is off. No failure reaches the caller. */
    public void write(Supplier<AccessEntry> entry) {
        try {
            if (lines.isInfoEnabled()) {
                lines.info(format.format(entry.get()));
            }
        } catch (RuntimeException e) {
            own.warn("An access line could not be written", e);
        }
    }
}
