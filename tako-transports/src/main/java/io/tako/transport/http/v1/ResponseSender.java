package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tako.http.Body;
import io.tako.http.ProtocolError;
import io.tako.http.Response;
import io.tako.transport.http.HttpCore;
import io.tako.transport.http.body.PreparedFile;
import io.tako.transport.http.exchange.AnswerRules;
import io.tako.transport.http.v1.ResponseHead.Framing;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Puts responses on the wire. Small ones gather in one buffer while a read is being worked through,
 * so pipelined requests cost one write; what has gathered leaves when it is large, or when with
 * what waits for the socket it fills the write window. Belongs to the event loop.
 */
final class ResponseSender {

    private static final int GATHER = 64 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n'};
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ChannelHandlerContext ctx;
    private final HttpCore state;
    private @Nullable ByteBuf gathered;
    private boolean chunked;
    private boolean sendsFile;

    ResponseSender(ChannelHandlerContext ctx, HttpCore state) {
        this.ctx = ctx;
        this.state = state;
    }

    /** A whole response whose body is in memory. */
    void whole(Response response, boolean head, boolean keepAlive, boolean http10) {
        byte[] bytes = response.body() instanceof Body.Bytes body ? body.array() : new byte[0];
        if (response.trailers() != null && !head && !http10) {
            begin(response, Framing.CHUNKED, 0, keepAlive, false);
            piece(bytes);
            end(response.trailers().get());
            return;
        }
        boolean none = AnswerRules.lengthless(response.status());
        ByteBuf out = room(bytes.length + 256);
        ResponseHead.write(
                out,
                state,
                response,
                none ? Framing.NONE : Framing.LENGTH,
                bytes.length,
                keepAlive,
                http10);
        if (!head && !none) {
            out.writeBytes(bytes);
        }
    }

    /** The head of an answer to HEAD whose body is not in memory. */
    void headOnly(Response response, boolean keepAlive, boolean http10) {
        long length = response.body().length();
        Framing framing = length >= 0 ? Framing.LENGTH : Framing.NONE;
        ResponseHead.write(room(256), state, response, framing, length, keepAlive, http10);
    }

    /** A response whose body is a part of a file. */
    ChannelFuture file(Response response, PreparedFile file, boolean keepAlive, boolean http10) {
        long length = file.part().length();
        ResponseHead.write(room(256), state, response, Framing.LENGTH, length, keepAlive, http10);
        ctx.write(take(), ctx.voidPromise());
        sendsFile = true;
        ChannelFuture sent =
                ctx.writeAndFlush(
                        PreparedFile.region(file.part(), Objects.requireNonNull(file.channel())));
        sent.addListener(done -> sendsFile = false);
        return sent;
    }

    /** The head of a response after which the connection speaks another protocol. */
    void switching(Response response) {
        ResponseHead.write(room(512), state, response, Framing.NONE, 0, true, false);
        flush();
    }

    /** The head of a response whose body follows in pieces. */
    void begin(Response response, Framing framing, long length, boolean keepAlive, boolean http10) {
        chunked = framing == Framing.CHUNKED;
        ResponseHead.write(room(512), state, response, framing, length, keepAlive, http10);
    }

    /** One piece of a body. */
    void piece(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteBuf out = room(bytes.length + 16);
        if (chunked) {
            out.writeCharSequence(Integer.toHexString(bytes.length), StandardCharsets.US_ASCII);
            out.writeBytes(CRLF);
        }
        out.writeBytes(bytes);
        if (chunked) {
            out.writeBytes(CRLF);
        }
    }

    /** The end of a body. */
    void end(HttpHeaders trailers) {
        if (!chunked) {
            return;
        }
        ByteBuf out = room(64);
        out.writeBytes(LAST_CHUNK);
        trailers.forEach((name, values) -> values.forEach(value -> line(out, name, value)));
        out.writeBytes(CRLF);
    }

    private static void line(ByteBuf out, String name, String value) {
        out.writeCharSequence(name, StandardCharsets.ISO_8859_1);
        out.writeByte(':').writeByte(' ');
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        out.writeBytes(CRLF);
    }

    /** A head that comes before that of the answer. */
    void informational(Response response) {
        ResponseHead.write(room(256), state, response, Framing.NONE, 0, true, false);
    }

    /** Invites the body (RFC 9110 section 15.2.1). */
    void invite() {
        room(CONTINUE.length).writeBytes(CONTINUE);
        flush();
    }

    /** Agrees to go on in HTTP/2 (RFC 7540 section 3.2). */
    void switchToHttp2() {
        room(SWITCHING.length).writeBytes(SWITCHING);
        flush();
    }

    /** Answers a request that was none, and returns the answer; the connection ends with it. */
    Response violation(ProtocolError error) {
        String text =
                "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s (%s)\"}"
                        .formatted(
                                HttpResponseStatus.valueOf(error.status()).reasonPhrase(),
                                error.status(),
                                escape(error.what()),
                                error.section());
        Response response =
                Response.of(HttpStatusCode.valueOf(error.status()))
                        .header(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                        .body(text.getBytes(StandardCharsets.UTF_8));
        whole(response, false, false, false);
        return response;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Sends what has gathered. */
    void flush() {
        if (gathered == null) {
            ctx.flush();
        } else {
            ctx.writeAndFlush(take(), ctx.voidPromise());
        }
    }

    /** Sends what has gathered if it is large, or if with what waits it fills the write window. */
    void flushIfFull() {
        ByteBuf out = gathered;
        if (out != null
                && (out.readableBytes() >= GATHER
                        || out.readableBytes() >= ctx.channel().bytesBeforeUnwritable())) {
            flush();
        }
    }

    /** Sends what has gathered and tells when it left. */
    ChannelFuture flushed(ChannelFutureListener listener) {
        return ctx.writeAndFlush(take()).addListener(listener);
    }

    /** Whether there is something that {@link #flush()} would send. */
    boolean gathers() {
        return gathered != null;
    }

    /** Whether a file is on its way. */
    boolean sendsFile() {
        return sendsFile;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf take() {
        ByteBuf out = gathered;
        gathered = null;
        return out == null ? Unpooled.EMPTY_BUFFER : out;
    }

    private ByteBuf room(int more) {
        ByteBuf out = gathered;
        if (out == null) {
            out = ctx.alloc().directBuffer(Math.max(512, more));
            gathered = out;
        }
        return out;
    }
}
