package io.tako.autoconfigure;

import io.tako.transport.accesslog.AccessLogFormat;
import io.tako.transport.accesslog.AccessLogger;
import org.jspecify.annotations.Nullable;

/** The part of {@link TakoSettings} that says whether and how exchanges are logged. */
final class AccessLogSettings {

    private AccessLogSettings() {}

    /** The access log that is asked for, or null. What is wrong is refused though it is off. */
    static @Nullable AccessLogger of(TakoProperties.AccessLog said) {
        AccessLogFormat format = format(said);
        if (said.logger().isBlank()) {
            throw new RefusedSettingException(
                    "tako.access-log.logger",
                    said.logger(),
                    "A logger needs a name.",
                    "Name one, or remove the property for " + AccessLogger.DEFAULT_LOGGER + ".");
        }
        return said.enabled() ? AccessLogger.of(format, said.logger()) : null;
    }

    private static AccessLogFormat format(TakoProperties.AccessLog said) {
        String pattern = said.pattern();
        if (pattern == null) {
            return switch (said.format()) {
                case COMMON -> AccessLogFormat.COMMON;
                case COMBINED -> AccessLogFormat.COMBINED;
                case JSON -> AccessLogFormat.JSON;
            };
        }
        try {
            return AccessLogFormat.pattern(pattern);
        } catch (IllegalArgumentException e) {
            throw new RefusedSettingException(
                    "tako.access-log.pattern",
                    pattern,
                    "It cannot be used: " + e.getMessage() + ".",
                    "Use the directives %h %a %A %p %l %u %t %r %m %U %q %H %v %s %b %B %D %T %X %L"
                            + " %{c}a %{c}L %{Name}i %{Name}o and %%, or choose a"
                            + " tako.access-log.format.",
                    e);
        }
    }
}
