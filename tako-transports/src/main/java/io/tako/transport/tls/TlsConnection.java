package io.tako.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import io.tako.http.Connection;
import io.tako.transport.spine.ChannelConnection;
import io.tako.transport.spine.Drainable;
import io.tako.transport.spine.SendingEnd;
import io.tako.transport.spine.Spine;
import io.tako.transport.spine.Ticket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its acceptance to the end of its handshake, and after that what stands
 * between TLS and the protocol inside. All of it on the event loop.
 *
 * <p>While the handshake lasts it holds the connection; then the protocol's handlers take its
 * place, and hear of the connection as if it had been accepted at that moment.
 */
final class TlsConnection extends ChannelInboundHandlerAdapter implements Drainable {

    private static final Logger log = LoggerFactory.getLogger(TlsConnection.class);

    private static final long LINGER_SECONDS = 2;

    private enum Stage {
        REFUSED,
        SILENT,
        SHAKING,
        FAILED,
        ESTABLISHED
    }

    private final Spine spine;
    private final ServerTls tls;
    private final NegotiatedProtocol protocol;
    private final RenegotiationGuard guard;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timeout;
    private Stage stage = Stage.SILENT;
    private String serverName = "";
    private boolean inputEnded;

    TlsConnection(
            Spine spine, ServerTls tls, NegotiatedProtocol protocol, RenegotiationGuard guard) {
        this.guard = guard;
        this.spine = spine;
        this.tls = tls;
        this.protocol = protocol;
    }

    ServerTls tls() {
        return tls;
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Ticket ticket = Ticket.of(ctx.channel());
        if (!ticket.admitted()) {
            // An answer would cost the handshake that there is no room for.
            stage = Stage.REFUSED;
            ctx.close();
            return;
        }
        ticket.hold(this);
        if (spine.draining()) {
            endUnlessHeard();
        }
        Duration limit = tls.options().handshakeTimeout();
        if (limit.isPositive()) {
            timeout = ctx.executor().schedule(this::expired, limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void expired() {
        if (stage != Stage.FAILED) {
            failed("it did not end in time");
        }
        ctx().close();
    }

    /** The first byte of a handshake has come. */
    void begun() {
        if (stage == Stage.SILENT) {
            stage = Stage.SHAKING;
        }
    }

    /** The client asks for this server, or for none in particular. */
    void named(String name) {
        serverName = name;
    }

    /** It will not come to a session; once for each connection. */
    void failed(String reason) {
        if (stage == Stage.SILENT || stage == Stage.SHAKING) {
            stage = Stage.FAILED;
            spine.handshakeFailed();
            log.debug("TLS handshake with {} failed: {}", ctx().channel().remoteAddress(), reason);
        }
    }

    /** Somebody speaks HTTP without TLS: that is told in the words that will be understood. */
    void plainText() {
        failed("it sends plain text");
        if (!protocol.answersPlainText()) {
            ctx().close();
            return;
        }
        ByteBuf answer = Unpooled.wrappedBuffer(PlainTextAnswer.BYTES);
        ctx().writeAndFlush(answer)
                .addListener(
                        sent -> {
                            if (sent.isSuccess()) {
                                SendingEnd.of(ctx().channel());
                            } else {
                                ctx().close();
                            }
                        });
        ctx().executor().schedule(() -> ctx().close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake -> {
                if (handshake.isSuccess()) {
                    established(ctx);
                } else {
                    failed(reason(handshake.cause()));
                }
            }
            case SniCompletionEvent hello -> {
                if (!hello.isSuccess()) {
                    failed(reason(hello.cause()));
                }
            }
            case SslCloseCompletionEvent end -> {
                if (end.isSuccess() && stage == Stage.ESTABLISHED && ctx.channel().isActive()) {
                    inputEnded(ctx);
                }
            }
            case ChannelInputShutdownEvent end -> inputEnded(ctx);
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /** A close_notify and the end of the stream below say the same; it is passed on once. */
    private void inputEnded(ChannelHandlerContext ctx) {
        if (!inputEnded) {
            inputEnded = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            if (!Boolean.TRUE.equals(
                    ctx.channel().config().getOption(ChannelOption.ALLOW_HALF_CLOSURE))) {
                ctx.close();
            }
        }
    }

    private void established(ChannelHandlerContext ctx) {
        if (stage != Stage.SHAKING) {
            return;
        }
        stage = Stage.ESTABLISHED;
        stopTimeout();
        spine.handshakeDone();
        SslHandler handler = ctx.pipeline().get(SslHandler.class);
        SSLSession session = handler.engine().getSession();
        if (session.getProtocol().equals("TLSv1.2")
                && !(handler.engine() instanceof ReferenceCounted)) {
            guard.arm();
        } else {
            // TLS 1.3 has no renegotiation, and BoringSSL does none.
            ctx.pipeline().remove(guard);
        }
        ChannelConnection.secure(ctx.channel(), session(session));
        String negotiated = handler.applicationProtocol();
        protocol.install(
                ctx.channel(), negotiated == null ? NegotiatedProtocol.HTTP_1_1 : negotiated);
        ctx.fireChannelActive();
    }

    private Connection.Tls session(SSLSession session) {
        List<X509Certificate> peer = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    peer.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            peer.clear();
        }
        return new Connection.Tls(
                session.getProtocol(), session.getCipherSuite(), serverName, peer);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopTimeout();
        if (stage == Stage.SHAKING) {
            failed("the client left");
        }
        ctx.fireChannelInactive();
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (stage != Stage.ESTABLISHED) {
            failed(reason(cause));
            ctx.close();
        } else if (cause instanceof DecoderException
                && cause.getCause() instanceof SSLException e) {
            // To the protocol it is one more way for a peer to be lost.
            ctx.fireExceptionCaught(e);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private static String reason(Throwable cause) {
        Throwable told =
                cause instanceof DecoderException e && e.getCause() != null ? e.getCause() : cause;
        return told.getMessage() == null ? told.toString() : told.getMessage();
    }

    /**
     * A handshake that has begun goes on: ending it would lose the request that it is for. Its
     * timeout bounds it, and the protocol inside knows that the server drains.
     */
    @Override
    public void drain() {
        if (stage == Stage.SILENT) {
            endUnlessHeard();
        }
    }

    private void endUnlessHeard() {
        ctx().executor()
                .schedule(
                        () -> {
                            if (stage == Stage.SILENT) {
                                ctx().close();
                            }
                        },
                        spine.quiet().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public String occupation() {
        return "a TLS handshake";
    }

    @Override
    public void abort() {
        ctx().close();
    }
}
