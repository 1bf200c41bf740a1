package io.tako.transport.accesslog;

/** Makes the line of one exchange. Called on event loops, several at once: it must not block. */
@FunctionalInterface
public interface AccessLogFormat {

    /** The Common Log Format: {@code %h %l %u %t "%r" %>s %b}. */
    AccessLogFormat COMMON = pattern("%h %l %u %t \"%r\" %>s %b");

    /**
     * The Combined Log Format: the common one with the fields {@code Referer} and {@code
     * User-Agent}.
     */
    AccessLogFormat COMBINED =
            pattern("%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"");

    /** One JSON object (RFC 8259) in ASCII, whose members are always there and null if unknown. */
    AccessLogFormat JSON = JsonLine::of;

    /**
     * A line of directives in Apache's notation; the page on observability has a table of them.
     *
     * @throws IllegalArgumentException if the pattern has a directive that is not known, or a
     *     control character; the message says which
     */
    static AccessLogFormat pattern(String pattern) {
        return LinePattern.parse(pattern);
    }

    /** The line, without its end; nothing of the entry may be able to end it either. */
    String format(AccessEntry entry);
}
