package io.tako.http;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * A request that cannot be handled and the client is to blame: what an extractor throws.
 *
 * <p>Every rejection becomes an RFC 9457 problem unless {@code onError} maps it. Messages are sent
 * to the client, so they name what was wrong and never echo secrets. Stackless: it costs no more
 * than a return.
 */
public abstract sealed class Rejection extends RuntimeException
        permits Rejection.Missing,
                Rejection.Malformed,
                Rejection.Unauthenticated,
                Rejection.Forbidden,
                Rejection.UnsupportedMedia,
                Rejection.NotAcceptable,
                Rejection.Unprocessable,
                Rejection.TooLarge,
                Rejection.RangeNotSatisfiable,
                Rejection.Timeout {

    private static final long serialVersionUID = 1L;

    private final HttpStatusCode status;

    private Rejection(HttpStatusCode status, String what) {
        super(what, null, false, false);
        this.status = status;
    }

    /** What was wrong, in words for the client. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** The status of the problem it becomes by default. */
    public HttpStatusCode status() {
        return status;
    }

    /** A required value is not in the request: 400. */
    public static final class Missing extends Rejection {
        private static final long serialVersionUID = 1L;

        public Missing(String what) {
            super(HttpStatus.BAD_REQUEST, what);
        }
    }

    /** A value is there and cannot be read as what it should be: 400. */
    public static final class Malformed extends Rejection {
        private static final long serialVersionUID = 1L;

        public Malformed(String what) {
            super(HttpStatus.BAD_REQUEST, what);
        }
    }

    /**
     * Credentials are missing or cannot be read: 401 with a challenge (RFC 9110 section 11.6.1).
     */
    public static final class Unauthenticated extends Rejection {
        private static final long serialVersionUID = 1L;
        private final String challenge;

        /**
         * @param challenge the value of the {@code WWW-Authenticate} field, such as {@code Bearer}
         */
        public Unauthenticated(String what, String challenge) {
            super(HttpStatus.UNAUTHORIZED, what);
            this.challenge = challenge;
        }

        /** The value of the {@code WWW-Authenticate} field. */
        public String challenge() {
            return challenge;
        }
    }

    /** The client may not have this, and nothing it could send along changes that: 403. */
    public static sealed class Forbidden extends Rejection permits Anonymous {
        private static final long serialVersionUID = 1L;

        public Forbidden(String what) {
            super(HttpStatus.FORBIDDEN, what);
        }
    }

    /**
     * Nobody is known to make the request, and somebody has to: 403, since the router has no
     * challenge to ask for credentials with. What guards the application may have one, and then
     * answers 401 instead.
     */
    public static final class Anonymous extends Forbidden {
        private static final long serialVersionUID = 1L;

        public Anonymous(String what) {
            super(what);
        }
    }

    /** The body is of a media type or coding the route does not read: 415. */
    public static final class UnsupportedMedia extends Rejection {
        private static final long serialVersionUID = 1L;

        public UnsupportedMedia(String what) {
            super(HttpStatus.UNSUPPORTED_MEDIA_TYPE, what);
        }
    }

    /** Nothing the route offers is acceptable to the client: 406. */
    public static final class NotAcceptable extends Rejection {
        private static final long serialVersionUID = 1L;

        public NotAcceptable(String what) {
            super(HttpStatus.NOT_ACCEPTABLE, what);
        }
    }

    /** The value could be read and breaks a rule: 422, with the broken rules listed. */
    public static final class Unprocessable extends Rejection {
        private static final long serialVersionUID = 1L;
        private final transient List<Violation> violations;

        public Unprocessable(String what, List<Violation> violations) {
            super(HttpStatus.UNPROCESSABLE_CONTENT, what);
            this.violations = List.copyOf(violations);
        }

        /** The broken rules, one for each field at fault. */
        public List<Violation> violations() {
            return violations;
        }
    }

    /**
     * One broken rule.
     *
     * @param field the path of the value within what was sent, such as {@code items[2].name}
     * @param message what the rule says
     */
    public record Violation(String field, String message) {}

    /** The body is over the limit: 413 (RFC 9110 section 15.5.14). */
    public static final class TooLarge extends Rejection {
        private static final long serialVersionUID = 1L;

        public TooLarge(String what) {
            super(HttpStatus.CONTENT_TOO_LARGE, what);
        }
    }

    /** No range asked for overlaps the content: 416 (RFC 9110 section 15.5.17). */
    public static final class RangeNotSatisfiable extends Rejection {
        private static final long serialVersionUID = 1L;
        private final long length;

        public RangeNotSatisfiable(String what, long length) {
            super(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, what);
            this.length = length;
        }

        /** The length of the content, for {@code Content-Range: bytes * /length}. */
        public long length() {
            return length;
        }
    }

    /** The client did not send the body in time: 408 (RFC 9110 section 15.5.9). */
    public static final class Timeout extends Rejection {
        private static final long serialVersionUID = 1L;

        public Timeout(String what) {
            super(HttpStatus.REQUEST_TIMEOUT, what);
        }
    }
}
