package io.tako.transport.admission;

import io.tako.http.ProxyHeader;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a gate. On the connection's event loop: first {@link #opened}, and after it {@link
 * #passed}, unless the connection ends before.
 */
public interface Passage {

    /** The connection is there; false if it may not even wait, and is to be closed. */
    boolean opened();

    /**
     * The connection may go on. What is to speak with the peer is added to the end of the pipeline
     * now; it then hears of the connection as if it had been accepted at this moment.
     *
     * @param header what it began with; null without one
     * @return false if it may not after all, and is to be closed
     */
    boolean passed(@Nullable ProxyHeader header);

    /** The connection is being closed because of its header, or for want of one. */
    void refused(String reason);
}
