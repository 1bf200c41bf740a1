package io.tako.transport.http;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} field in the only format that may be sent (RFC 9110 section 5.6.7). */
final class DateField {

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private DateField() {}

    static AsciiString value(long epochMillis) {
        return new AsciiString(IMF_FIXDATE.format(Instant.ofEpochMilli(epochMillis)));
    }

    static byte[] line(AsciiString value) {
        return ("date: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
