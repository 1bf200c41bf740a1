package io.tako.transport.tls;

import io.netty.channel.Channel;

/** Makes a channel speak a protocol once it is known which. On the channel's event loop. */
@FunctionalInterface
public interface NegotiatedProtocol {

    /** What is spoken where nothing was negotiated. */
    String HTTP_1_1 = "http/1.1";

    /**
     * Adds the protocol's handlers at the end of the pipeline.
     *
     * @param protocol in ALPN's words, such as {@code h2}
     */
    void install(Channel channel, String protocol);

    /** Whether who speaks HTTP in clear is told so in its own words, and not only cut. */
    default boolean answersPlainText() {
        return true;
    }
}
