package io.tako.transport.http.exchange;

import io.tako.http.Body;
import org.springframework.http.HttpStatusCode;

/** What HTTP says of answers by their status and body, whatever the version. */
public final class AnswerRules {

    private AnswerRules() {}

    /** Whether a response of that status has no content (RFC 9110 sections 6.4.1 and 15.3.6). */
    static boolean contentless(HttpStatusCode status) {
        return lengthless(status) || status.value() == 205;
    }

    /** Whether a response of that status tells no length either (RFC 9110 section 8.6). */
    public static boolean lengthless(HttpStatusCode status) {
        int code = status.value();
        return code == 204 || code == 304 || code < 200;
    }

    /** Whether a body is sent with its head, because it is there. */
    static boolean inMemory(Body body) {
        return body instanceof Body.Bytes || body instanceof Body.Empty;
    }
}
