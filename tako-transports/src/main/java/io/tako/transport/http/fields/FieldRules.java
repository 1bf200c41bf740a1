package io.tako.transport.http.fields;

import java.util.Locale;

/** Which fields of a response are not the application's to send. */
public final class FieldRules {

    private FieldRules() {}

    /** Whether the field is the transport's to set. */
    public static boolean isFraming(String name) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("date");
            case 7 -> name.equalsIgnoreCase("upgrade");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("content-length");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            default -> false;
        };
    }

    /** Whether a trailer of that name could change what the message means (RFC 9110 6.5.1). */
    public static boolean forbiddenTrailer(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length",
                    "transfer-encoding",
                    "trailer",
                    "host",
                    "connection",
                    "content-encoding",
                    "content-type",
                    "content-range",
                    "set-cookie",
                    "authorization",
                    "te" ->
                    true;
            default -> false;
        };
    }
}
