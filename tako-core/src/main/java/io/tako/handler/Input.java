package io.tako.handler;

import java.lang.reflect.Type;

/**
 * One thing an extractor reads.
 *
 * @param kind where it is read from
 * @param name its name there, or the empty string
 * @param type the Java type it becomes
 * @param required whether a request without it is rejected
 */
public record Input(Kind kind, String name, Type type, boolean required) {

    /** What messages to the client call it, such as {@code query parameter 'page'}. */
    public String label() {
        return name.isEmpty() ? kind.word : kind.word + " '" + name + "'";
    }

    /** Where an extractor reads from. */
    public enum Kind {
        PATH("path variable"),
        QUERY("query parameter"),
        HEADER("header"),
        COOKIE("cookie"),
        SIGNED_COOKIE("cookie"),
        ENCRYPTED_COOKIE("cookie"),
        BODY("request body"),
        /** Asks for bean validation of what another input gave. */
        VALIDATION("validation"),
        /** The connection, an attribute, or anything else that is not a part of the message. */
        CONTEXT("request");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }
}
