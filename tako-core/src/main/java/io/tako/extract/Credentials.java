package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Credentials out of {@code Authorization} (RFC 9110 section 11.6.2). */
final class Credentials {

    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private Credentials() {}

    static HeadExtractor<BasicCredentials> basic(String realm) {
        String challenge = "Basic realm=" + quoted(realm) + ", charset=\"UTF-8\"";
        return new Scheme<>("Basic", BasicCredentials.class, challenge, challenge) {
            @Override
            @Nullable BasicCredentials read(String credentials) {
                try {
                    byte[] decoded = Base64.getDecoder().decode(credentials);
                    String pair =
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(decoded))
                                    .toString();
                    int colon = pair.indexOf(':');
                    return colon < 0 || pair.chars().anyMatch(Character::isISOControl)
                            ? null
                            : new BasicCredentials(
                                    pair.substring(0, colon), pair.substring(colon + 1));
                } catch (IllegalArgumentException | CharacterCodingException unreadable) {
                    return null;
                }
            }
        };
    }

    static HeadExtractor<String> bearer() {
        return new Scheme<>("Bearer", String.class, "Bearer", "Bearer error=\"invalid_token\"") {
            @Override
            @Nullable String read(String credentials) {
                return B64TOKEN.matcher(credentials).matches() ? credentials : null;
            }
        };
    }

    private static String quoted(String realm) {
        if (!realm.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "realm: " + Echo.of(realm) + " (expected: printable ASCII)");
        }
        return "\"" + realm.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Credentials of one scheme; those of another scheme count as none. */
    private abstract static class Scheme<T> extends Lookup<T> {

        private final String scheme;
        private final String challenge;
        private final String unreadable;

        Scheme(String scheme, Class<T> type, String challenge, String unreadable) {
            super(new Input(Input.Kind.HEADER, HttpHeaders.AUTHORIZATION, type, true));
            this.scheme = scheme.toLowerCase(Locale.ROOT);
            this.challenge = challenge;
            this.unreadable = unreadable;
        }

        /** The credentials, or null if these are none of this scheme. */
        abstract @Nullable T read(String credentials);

        @Override
        public final @Nullable T find(RequestHead head) {
            List<String> fields = head.headers(HttpHeaders.AUTHORIZATION);
            if (fields.isEmpty()) {
                return null;
            }
            if (fields.size() > 1) {
                throw new Rejection.Unauthenticated(
                        "header 'Authorization' is there more than once", unreadable);
            }
            String field = fields.getFirst().strip();
            int space = field.indexOf(' ');
            String given = space < 0 ? field : field.substring(0, space);
            if (!given.toLowerCase(Locale.ROOT).equals(scheme)) {
                return null;
            }
            T credentials = space < 0 ? null : read(field.substring(space).strip());
            if (credentials == null) {
                throw new Rejection.Unauthenticated(
                        "credentials of scheme " + scheme + " cannot be read", unreadable);
            }
            return credentials;
        }

        @Override
        final RuntimeException absent() {
            return new Rejection.Unauthenticated(
                    "credentials of scheme " + scheme + " are missing", challenge);
        }
    }
}
