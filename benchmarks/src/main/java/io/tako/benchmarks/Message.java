package io.tako.benchmarks;

/** What {@code GET /json} answers. */
public record Message(String message) {

    /** The text both GET endpoints send: 13 bytes. */
    public static final String HELLO = "Hello, World!";
}
