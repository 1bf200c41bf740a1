package io.tako.transport.http.fields;

import io.tako.http.Response;
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

    /**
     * Whether the application wants the connection to end behind this response (RFC 9112 section
     * 9.6): the one option of {@code Connection} that it has a say in.
     */
    public static boolean asksToClose(Response response) {
        String options = response.header("connection");
        if (options == null) {
            return false;
        }
        for (String option : options.split(",")) {
            if (option.strip().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
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
