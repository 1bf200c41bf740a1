package io.tako.webflux;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Who asks for a place. */
enum Caller {
    ANONYMOUS(null),
    USER("ada"),
    ADMIN("root");

    private final @Nullable String user;

    Caller(@Nullable String user) {
        this.user = user;
    }

    /** The value of the {@code Authorization} field; null if there is none. */
    @Nullable String credentials() {
        return user == null ? null : basic(user, "secret");
    }

    /** Credentials as RFC 7617 has them. */
    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
