package io.tako.transport.http.body;

import io.tako.http.Rejection;

/** Says of a body that is too large. */
final class BodyLimits {

    private BodyLimits() {}

    static void check(long length, long limit) {
        if (length > limit) {
            throw tooLarge(limit);
        }
    }

    static Rejection.TooLarge tooLarge(long limit) {
        return new Rejection.TooLarge("the body is larger than " + limit + " bytes");
    }
}
