package io.tako.transport.admission;

import io.netty.channel.Channel;
import io.tako.http.ProxyHeader;
import org.jspecify.annotations.Nullable;

/** What is behind the gate. On the connection's event loop; each connection hears of one end. */
public interface Passage {

    /**
     * The connection may go on. What is to speak with the peer is added to the end of the pipeline
     * now; it then hears of the connection as if it had been accepted at this moment.
     *
     * @param header what it began with; null without one
     * @return false if it may not after all, and is to be closed
     */
    boolean passed(Channel channel, @Nullable ProxyHeader header);

    /** The connection is closed because of its header, or for want of one. */
    void refused(Channel channel, String reason);
}
