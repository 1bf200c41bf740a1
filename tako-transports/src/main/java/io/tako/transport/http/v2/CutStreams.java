package io.tako.transport.http.v2;

import java.util.LinkedHashSet;

/**
 * Streams that RST_STREAM ended lately, whoever sent it. What the peer sent on them before it knew
 * may still come and is no reason to end the connection (RFC 9113 section 5.1). Belongs to the
 * event loop.
 */
final class CutStreams {

    /** More than a peer has open at once, with room for what is on its way. */
    private static final int MOST = 512;

    private final LinkedHashSet<Integer> ids = new LinkedHashSet<>();

    void add(int stream) {
        if (ids.add(stream) && ids.size() > MOST) {
            ids.removeFirst();
        }
    }

    boolean contains(int stream) {
        return ids.contains(stream);
    }
}
