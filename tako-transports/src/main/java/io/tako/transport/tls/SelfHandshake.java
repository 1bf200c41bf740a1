package io.tako.transport.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of a server's context with a client in the same process, in memory: the one way to
 * know that an implementation of TLS can do with a key what it has to. Neither says so before its
 * first client fails.
 *
 * <p>The client is the JDK's, which knows the most kinds of keys, and else one of the server's own
 * implementation, which knows the old versions and cipher suites that the JDK has given up. The
 * client has no certificate to show; a server that insists on one does not ask here, as its own key
 * is what counts.
 */
final class SelfHandshake {

    private final SslContext server;
    private final SslProvider provider;
    private final List<String> protocols;

    /**
     * @param provider the implementation of the server's context
     * @param protocols the versions it speaks
     */
    SelfHandshake(SslContext server, SslProvider provider, List<String> protocols) {
        this.server = server;
        this.provider = provider;
        this.protocols = protocols;
    }

    /** Shakes hands; why that failed, or null if it did not. */
    @Nullable String failure() {
        String failure = failure(SslProvider.JDK);
        boolean another = failure != null && provider != SslProvider.JDK;
        return another && failure(provider) == null ? null : failure;
    }

    private @Nullable String failure(SslProvider of) {
        SslContext client = null;
        try {
            client =
                    SslContextBuilder.forClient()
                            .sslProvider(of)
                            .trustManager(new AnyPeer())
                            .endpointIdentificationAlgorithm("")
                            .protocols(known(of))
                            .ciphers(server.cipherSuites(), SupportedCipherSuiteFilter.INSTANCE)
                            .build();
            return failure(client);
        } catch (SSLException | GeneralSecurityException | RuntimeException e) {
            // There is nothing that such a client and the server have in common.
            return String.valueOf(e.getMessage());
        } finally {
            ReferenceCountUtil.release(client);
        }
    }

    private List<String> known(SslProvider of) throws GeneralSecurityException {
        List<String> known = new ArrayList<>(protocols);
        if (of == SslProvider.JDK) {
            SSLContext jdk = SSLContext.getDefault();
            known.retainAll(List.of(jdk.getSupportedSSLParameters().getProtocols()));
        }
        return known;
    }

    private @Nullable String failure(SslContext client) {
        SSLEngine serving = server.newEngine(UnpooledByteBufAllocator.DEFAULT);
        serving.setNeedClientAuth(false);
        serving.setWantClientAuth(false);
        SslHandler here = handler(serving);
        SslHandler there = handler(client.newEngine(UnpooledByteBufAllocator.DEFAULT));
        EmbeddedChannel from = new EmbeddedChannel(here, new Silent());
        EmbeddedChannel to = new EmbeddedChannel(there, new Silent());
        try {
            boolean moved = true;
            while (moved) {
                moved = pass(to, from) | pass(from, to);
            }
            if (here.handshakeFuture().isSuccess() && there.handshakeFuture().isSuccess()) {
                return null;
            }
            Throwable cause = here.handshakeFuture().cause();
            return String.valueOf(
                    (cause == null ? there.handshakeFuture().cause() : cause).getMessage());
        } finally {
            from.finishAndReleaseAll();
            to.finishAndReleaseAll();
        }
    }

    private static SslHandler handler(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        // Nothing here waits.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        boolean moved = false;
        for (Object out = from.readOutbound(); out != null; out = from.readOutbound()) {
            if (to.isOpen()) {
                to.writeInbound(out);
                moved = true;
            } else {
                // It has refused already, and what it said of that is still to be heard.
                ReferenceCountUtil.release(out);
            }
        }
        return moved;
    }

    /** The future of the handshake tells what goes wrong. */
    private static final class Silent extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }
}
