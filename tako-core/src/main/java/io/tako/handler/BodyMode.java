package io.tako.handler;

/** What a handler does with the request body; the transport prepares for it. */
public enum BodyMode {
    /** Does not look at it. */
    NONE,
    /** Wants all of it in memory. */
    BUFFERED,
    /** Reads it piece by piece. */
    STREAMED,
    /** Not known before it runs. */
    UNKNOWN
}
