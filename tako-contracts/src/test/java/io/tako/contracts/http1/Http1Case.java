package io.tako.contracts.http1;

/**
 * One request of the strictness tables: its bytes and what the server answers.
 *
 * @param name what is wrong or odd about it
 * @param section the rule the answer follows
 * @param bytes the request as Latin-1, complete as far as a strict reader would read it
 * @param status the status of the one answer
 * @param closes whether the connection ends with the answer, because nothing after it can be
 *     trusted; else the next request on the connection is answered
 */
record Http1Case(String name, String section, String bytes, int status, boolean closes) {

    /** A request that breaks the message's syntax: 400, and nothing behind it is read. */
    static Http1Case bad(String name, String section, String bytes) {
        return new Http1Case(name, section, bytes, 400, true);
    }

    /** A request refused with another status than 400; nothing behind it is read. */
    static Http1Case refused(String name, String section, int status, String bytes) {
        return new Http1Case(name, section, bytes, status, true);
    }

    /** A request whose end is certain, so that the connection goes on. */
    static Http1Case answered(String name, String section, int status, String bytes) {
        return new Http1Case(name, section, bytes, status, false);
    }

    @Override
    public String toString() {
        return name + " (" + section + ") -> " + status;
    }
}
