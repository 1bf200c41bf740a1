package io.tako.transport.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the server name a client asks for, and begins the handshake with what it gets for it. */
final class ServerNameHandler extends AbstractSniHandler<Optional<SslHandler>> {

    /** Well over what clients send, post-quantum key shares included. */
    private static final int MOST_HELLO = 32 * 1024;

    /** A fatal {@code unrecognized_name} (RFC 6066 section 3), in clear as all is this early. */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final TlsConnection connection;

    ServerNameHandler(TlsConnection connection) {
        super(MOST_HELLO, 0);
        this.connection = connection;
    }

    @Override
    protected Future<Optional<SslHandler>> lookup(
            ChannelHandlerContext ctx, @Nullable String name) {
        Contexts contexts = connection.tls().acquire();
        if (contexts == null) {
            return ctx.executor()
                    .newFailedFuture(new IllegalStateException("the listener is closed"));
        }
        try {
            Optional<SslContext> chosen =
                    name == null ? Optional.of(contexts.standard()) : contexts.named(name);
            return ctx.executor()
                    .newSucceededFuture(chosen.map(context -> context.newHandler(ctx.alloc())));
        } finally {
            contexts.release();
        }
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String name, Future<Optional<SslHandler>> found) {
        if (!found.isSuccess()) {
            connection.failed(String.valueOf(found.cause()));
            ctx.close();
            return;
        }
        Optional<SslHandler> handler = found.getNow();
        if (handler.isEmpty()) {
            connection.failed("there is no certificate for " + name);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        connection.named(name == null ? "" : name);
        // The connection itself watches the time, from the first byte on.
        handler.get().setHandshakeTimeoutMillis(0);
        ctx.pipeline().replace(this, null, handler.get());
    }
}
