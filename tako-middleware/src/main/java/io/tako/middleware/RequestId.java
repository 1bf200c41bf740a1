package io.tako.middleware;

import io.tako.handler.Middleware;
import io.tako.handler.Next;
import io.tako.http.Request;
import io.tako.http.Response;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/**
 * Gives every request an id that the client, the log and the next service share.
 *
 * <p>An id the request brings is kept if it is 1 to 128 characters of {@code A-Z a-z 0-9 . _ -};
 * anything else is replaced by 128 random bits in hexadecimal. The id becomes {@link Request#id()},
 * stands under {@value #MDC_KEY} in the MDC of the handler's thread while the rest of the chain
 * runs, and is set on the response in place of any value there. The ids are unique, not secret.
 */
public final class RequestId implements Middleware {

    /** The MDC key the id is found under. */
    public static final String MDC_KEY = "requestId";

    private static final int MAX_LENGTH = 128;

    private final String header;

    private RequestId(String header) {
        this.header = header;
    }

    /** Ids in the field {@code X-Request-Id}. */
    public static RequestId create() {
        return new RequestId("X-Request-Id");
    }

    /**
     * Ids in this field instead, of the request and the response alike.
     *
     * @throws IllegalArgumentException if the name is not a token (RFC 9110 section 5.1)
     */
    public RequestId header(String name) {
        Response.ok().header(name, "");
        return new RequestId(name);
    }

    @Override
    public Response handle(Request request, Next next) {
        String brought = request.header(header);
        String id = brought != null && acceptable(brought) ? brought : random();
        request.id(id);
        String before = MDC.get(MDC_KEY);
        MDC.put(MDC_KEY, id);
        try {
            return next.run(request).replaceHeader(header, id);
        } finally {
            if (before == null) {
                MDC.remove(MDC_KEY);
            } else {
                MDC.put(MDC_KEY, before);
            }
        }
    }

    private static boolean acceptable(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean good =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '.'
                            || c == '_'
                            || c == '-';
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
