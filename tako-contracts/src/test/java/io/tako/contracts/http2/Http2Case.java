package io.tako.contracts.http2;

import io.tako.contracts.peers.Http2Bytes;

/**
 * One row of the HTTP/2 tables: the frames behind the preface and SETTINGS, and what the server
 * answers to stream 1.
 *
 * @param name what is wrong or odd about it
 * @param section the rule the answer follows
 * @param answer what kind of answer it is
 * @param code the status of a response, else the error code
 * @param frames the frames
 */
record Http2Case(String name, String section, Answer answer, int code, byte[] frames) {

    static final int PROTOCOL_ERROR = 1;
    static final int FLOW_CONTROL_ERROR = 3;
    static final int STREAM_CLOSED = 5;
    static final int FRAME_SIZE_ERROR = 6;
    static final int COMPRESSION_ERROR = 9;

    enum Answer {
        /** A response, and the connection lives on. */
        STATUS,
        /** RST_STREAM, and the connection lives on. */
        STREAM,
        /** GOAWAY and the end of the connection. */
        CONNECTION
    }

    /** A request that is malformed (RFC 9113, 8.1.1): a stream error of type PROTOCOL_ERROR. */
    static Http2Case malformed(String name, String section, Http2Bytes frames) {
        return stream(name, section, PROTOCOL_ERROR, frames);
    }

    static Http2Case stream(String name, String section, int code, Http2Bytes frames) {
        return new Http2Case(name, section, Answer.STREAM, code, frames.bytes());
    }

    static Http2Case connection(String name, String section, int code, Http2Bytes frames) {
        return new Http2Case(name, section, Answer.CONNECTION, code, frames.bytes());
    }

    static Http2Case answered(String name, String section, int status, Http2Bytes frames) {
        return new Http2Case(name, section, Answer.STATUS, status, frames.bytes());
    }

    @Override
    public String toString() {
        return name + " (" + section + ") -> " + answer + " " + code;
    }
}
