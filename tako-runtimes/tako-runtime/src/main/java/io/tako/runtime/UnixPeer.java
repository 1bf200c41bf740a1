package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection over a Unix socket. */
public final class UnixPeer {

    private UnixPeer() {}

    /**
     * What the system tells ({@code SO_PEERCRED}); null for a connection of another kind, one that
     * is gone, and on NIO, where the JDK tells names alone.
     */
    public static @Nullable PeerCredentials of(Channel channel) {
        try {
            return switch (channel) {
                case EpollDomainSocketChannel epoll -> epoll.peerCredentials();
                case IoUringDomainSocketChannel uring -> uring.peerCredentials();
                case KQueueDomainSocketChannel kqueue -> kqueue.peerCredentials();
                default -> null;
            };
        } catch (IOException gone) {
            return null;
        }
    }
}
