package io.tako.extract;

/**
 * What a client sent in the {@code Basic} scheme (RFC 7617). Not checked against anything yet.
 *
 * @param user the user's name, which may be empty and holds no colon
 * @param password the password; left out of {@link #toString()}
 */
public record BasicCredentials(String user, String password) {

    @Override
    public String toString() {
        return "BasicCredentials[user=" + user + "]";
    }
}
