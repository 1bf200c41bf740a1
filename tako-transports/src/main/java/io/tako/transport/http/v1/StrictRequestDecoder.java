package io.tako.transport.http.v1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.tako.http.ProtocolError;
import io.tako.transport.config.HttpLimits;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Netty's request decoder, refusing what it forgives: folded field lines, anything but single
 * spaces in the request line and anything but CRLF before it, lengths told twice, and fields of
 * framing in a trailer section. It also waits with the next message while told to hold, which is
 * how one request is handled at a time and how a slow handler slows the peer.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final int CHUNK = 64 * 1024;

    private final BooleanSupplier hold;
    private boolean inHead = true;
    private boolean requestLineSeen;
    private boolean foldedLine;
    private boolean lengthSeen;
    private boolean trailerSeen;
    private int trailerNames;
    private boolean broken;
    private ByteBuf reading = Unpooled.EMPTY_BUFFER;
    private int lineStart;
    private int lineLength;

    StrictRequestDecoder(HttpLimits limits, BooleanSupplier hold) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLine())
                        .setMaxHeaderSize(limits.headers())
                        .setMaxChunkSize(CHUNK)
                        .setInitialBufferSize(256)
                        .setStrictLineParsing(true)
                        .setAllowDuplicateContentLengths(false));
        this.hold = hold;
    }

    /** Bytes read from the socket that wait to be decoded. */
    int waiting() {
        return actualReadableBytes();
    }

    /** Whether a part of a head has been decoded. */
    boolean headBegun() {
        return inHead && requestLineSeen;
    }

    /** Decodes what waits, as far as it may now. Not to be called while decoding. */
    void resume(ChannelHandlerContext ctx) throws Exception {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (hold.getAsBoolean()) {
            // Netty would read on whenever a read brought no message, which here is on purpose.
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /**
     * The end of what the peer sends is told alone: requests that wait here are yet to be handled.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (hold.getAsBoolean()) {
            return;
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead) {
            if (!requestLineSeen && !emptyLinesPassed(in, out)) {
                return;
            }
            inspectHead(in);
        }
        int start = in.readerIndex();
        int end = in.writerIndex();
        trailerNames = 0;
        if (inHead && start < end && in.getByte(end - 1) == '\r') {
            // Netty would count a CR whose LF is yet to come against the limit of the line.
            in.writerIndex(end - 1);
            super.decode(ctx, in, out);
            in.writerIndex(end);
        } else {
            super.decode(ctx, in, out);
        }
        if (trailerSeen) {
            foldedLine |= trailerFolded(in, start, out);
        }
        for (int i = 0; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest) {
                inHead = false;
            }
            if (message instanceof LastHttpContent last) {
                if (trailerSeen && takeFolded() && last.decoderResult().isSuccess()) {
                    last.setDecoderResult(DecoderResult.failure(folded()));
                }
                inHead = true;
                requestLineSeen = false;
                lengthSeen = false;
                trailerSeen = false;
            }
        }
    }

    /**
     * Passes over empty lines before a request (RFC 9112 section 2.2). Netty would pass over other
     * control characters too.
     */
    private boolean emptyLinesPassed(ByteBuf in, List<Object> out) {
        while (in.isReadable() && isLineBreak(in.getByte(in.readerIndex()))) {
            int at = in.readerIndex();
            boolean cr = in.getByte(at) == '\r';
            if (cr && in.readableBytes() == 1) {
                return false;
            }
            if (!cr || in.getByte(at + 1) != '\n') {
                broken = true;
                in.skipBytes(in.readableBytes());
                HttpMessage invalid = createInvalidMessage();
                invalid.setDecoderResult(
                        DecoderResult.failure(
                                new ProtocolError(
                                        400,
                                        "RFC 9112 section 2.2",
                                        "a line does not end with CR and LF")));
                out.add(invalid);
                return false;
            }
            in.skipBytes(2);
        }
        return true;
    }

    /** Whether of the trailer lines just decoded one had no name, and so went on with another. */
    private boolean trailerFolded(ByteBuf in, int start, List<Object> out) {
        int lines = 0;
        for (int i = start; i < in.readerIndex(); i++) {
            lines += in.getByte(i) == '\n' ? 1 : 0;
        }
        boolean ended = !out.isEmpty();
        return lines > trailerNames + (ended ? 1 : 0);
    }

    /** Called for the name of each field line, in heads and in trailer sections. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        AsciiString name = super.splitHeaderName(line, start, length);
        boolean isLength = HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name);
        if (!inHead) {
            trailerSeen = true;
            trailerNames++;
            if (isLength
                    || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)
                    || HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
                throw new ProtocolError(
                        400, "RFC 9110 section 6.5.1", name + " cannot be in a trailer section");
            }
        } else if (isLength) {
            // Netty takes the first of two in HTTP/1.0.
            if (lengthSeen) {
                throw new ProtocolError(
                        400, "RFC 9112 section 6.3", "the Content-Length field is there twice");
            }
            lengthSeen = true;
        }
        return name;
    }

    /**
     * Looks at the lines of a head before they are consumed; each call starts at a line's start.
     */
    private void inspectHead(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        if (!requestLineSeen) {
            reading = in;
            lineStart = start;
            int lf = in.indexOf(start, end, (byte) '\n');
            if (lf < 0) {
                return;
            }
            lineLength = lf - start - (lf > start && in.getByte(lf - 1) == '\r' ? 1 : 0);
            start = lf + 1;
        }
        while (start < end) {
            byte first = in.getByte(start);
            if (first == ' ' || first == '\t') {
                foldedLine = true;
                return;
            }
            int lf = in.indexOf(start, end, (byte) '\n');
            if (lf < 0 || isEmptyLine(in, start, lf)) {
                return;
            }
            start = lf + 1;
        }
    }

    /** Whether the head just decoded had a folded line; asking forgets it. */
    boolean takeFolded() {
        boolean folded = foldedLine;
        foldedLine = false;
        return folded;
    }

    static ProtocolError folded() {
        return new ProtocolError(
                400, "RFC 9112 section 5.2", "a field line is folded over two lines");
    }

    private static boolean isEmptyLine(ByteBuf in, int start, int lf) {
        return lf == start || (lf == start + 1 && in.getByte(start) == '\r');
    }

    private static boolean isLineBreak(byte b) {
        return b == '\r' || b == '\n';
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        requestLineSeen = true;
        int method = initialLine[0].length();
        int target = initialLine[1].length();
        boolean single =
                lineLength == method + 1 + target + 1 + initialLine[2].length()
                        && reading.getByte(lineStart + method) == ' '
                        && reading.getByte(lineStart + method + 1 + target) == ' ';
        reading = Unpooled.EMPTY_BUFFER;
        if (!initialLine[2].startsWith("HTTP/")) {
            throw new ProtocolError(400, "RFC 9112 section 2.3", "the version is not one of HTTP");
        }
        if (!single) {
            throw new ProtocolError(
                    400,
                    "RFC 9112 section 3",
                    "the request line is not a method, a target and a version with single spaces");
        }
        return super.createMessage(initialLine);
    }
}
