package io.tako.middleware;

import io.tako.extract.Extractors;
import io.tako.handler.HeadExtractor;
import io.tako.http.Request;
import io.tako.http.Response;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;

/** The access log's own format, and the escaping every format is put through. */
final class AccessLine {

    private static final HeadExtractor<InetAddress> CLIENT = Extractors.clientIp();

    private AccessLine() {}

    static String of(Request request, Response response, Duration time) {
        long length = response.body().length();
        return new StringBuilder(96)
                .append(client(request))
                .append(" \"")
                .append(request.method())
                .append(' ')
                .append(quoted(request.path()))
                .append(' ')
                .append(request.connection().protocol())
                .append("\" ")
                .append(response.status().value())
                .append(' ')
                .append(length < 0 ? "-" : Long.toString(length))
                .append(' ')
                .append(time.toNanos() / 1_000)
                .append("us ")
                .append(request.id())
                .toString();
    }

    /** The text with control characters and Unicode's line ends as hexadecimal escapes. */
    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (breaksLine(text.charAt(i))) {
                return escapeFrom(i, text);
            }
        }
        return text;
    }

    private static String escapeFrom(int first, String text) {
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (breaksLine(c)) {
                line.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    private static boolean breaksLine(char c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    /** A quote in a path would end the quotes around it. */
    private static String quoted(String path) {
        return path.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String client(Request request) {
        InetAddress client = CLIENT.find(request);
        return client == null ? "-" : client.getHostAddress();
    }
}
