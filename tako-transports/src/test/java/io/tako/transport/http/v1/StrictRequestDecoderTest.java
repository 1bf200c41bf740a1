package io.tako.transport.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tako.http.ProtocolError;
import io.tako.transport.config.HttpLimits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictRequestDecoderTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String CHUNKED =
            "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private boolean hold;
    private final StrictRequestDecoder decoder =
            new StrictRequestDecoder(HttpLimits.defaults(), () -> hold);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    private static ByteBuf wire(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** What the channel decoded since it was last asked: heads, data, ends, and why not. */
    private String decoded() {
        StringBuilder all = new StringBuilder();
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            HttpObject message = (HttpObject) next;
            if (message.decoderResult().isFailure()) {
                all.append("[broken]");
                ReferenceCountUtil.release(message);
                break;
            }
            if (message instanceof HttpRequest head) {
                all.append(head.method()).append(' ').append(head.uri());
                // Of Netty's decoder a fold is known only by asking for it.
                all.append(decoder.takeFolded() ? " [folded] " : " ");
            }
            if (message instanceof HttpContent content) {
                all.append(content.content().toString(StandardCharsets.ISO_8859_1));
                if (message instanceof LastHttpContent last) {
                    all.append(last.trailingHeaders().names()).append("; ");
                }
            }
            ReferenceCountUtil.release(message);
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET,
                GET + GET,
                "\r\n" + GET + "\r\n\r\n" + GET,
                "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + GET,
                CHUNKED + "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n" + GET,
                CHUNKED + "5\r\nhello\r\n0\r\nX: a\r\nY: b\r\n\r\n" + GET,
                "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n\tb\r\nY: c\r\n\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\nX: a\r\n b\r\n\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\nX: a\r\n b\r\nY: c\r\n\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\nHost: h\r\n\r\n",
                CHUNKED + "5\r\nhelloX0\r\n\r\n",
                "\r" + GET,
                "\n" + GET,
                "\r\n " + GET,
                " " + GET,
                "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
                "GET / http/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\nHost: h\r\n\r\n",
                "POST / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
            })
    void fragmentationChangesNothing(String bytes) {
        channel.writeInbound(wire(bytes));
        String whole = decoded();
        channel.finishAndReleaseAll();
        assertThat(whole).isNotEmpty();
        for (int split = 1; split < bytes.length(); split++) {
            StrictRequestDecoderTest other = new StrictRequestDecoderTest();
            other.channel.writeInbound(wire(bytes.substring(0, split)));
            other.channel.writeInbound(wire(bytes.substring(split)));
            assertThat(other.decoded()).as("split at %d", split).isEqualTo(whole);
            other.channel.finishAndReleaseAll();
        }
        StrictRequestDecoderTest drip = new StrictRequestDecoderTest();
        for (char c : bytes.toCharArray()) {
            drip.channel.writeInbound(wire(String.valueOf(c)));
        }
        assertThat(drip.decoded()).as("byte by byte").isEqualTo(whole);
        drip.channel.finishAndReleaseAll();
    }

    @Test
    void refusalsNameTheirRule() {
        assertThat(refusal("\n" + GET)).isEqualTo("RFC 9112 section 2.2");
        assertThat(refusal("GET / http/1.1\r\n\r\n")).isEqualTo("RFC 9112 section 2.3");
        assertThat(refusal("GET  / HTTP/1.1\r\n\r\n")).isEqualTo("RFC 9112 section 3");
        assertThat(refusal("GET / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"))
                .isEqualTo("RFC 9112 section 6.3");
        assertThat(refusal(CHUNKED + "0\r\nContent-Length: 1\r\n\r\n"))
                .isEqualTo("RFC 9110 section 6.5.1");
        assertThat(refusal(CHUNKED + "0\r\nX: a\r\n b\r\n\r\n")).isEqualTo("RFC 9112 section 5.2");
    }

    private static String refusal(String bytes) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new StrictRequestDecoder(HttpLimits.defaults(), () -> false));
        channel.writeInbound(wire(bytes));
        DecoderResult last = DecoderResult.SUCCESS;
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            last = ((HttpObject) next).decoderResult();
            ReferenceCountUtil.release(next);
        }
        channel.finishAndReleaseAll();
        return last.cause() instanceof ProtocolError error ? error.section() : "none";
    }

    @Test
    void holdsTheNextRequestUntilResumed() throws Exception {
        hold = true;
        channel.writeInbound(wire(GET));
        assertThat(decoded()).isEmpty();
        assertThat(decoder.waiting()).isEqualTo(GET.length());
        hold = false;
        decoder.resume(channel.pipeline().context(decoder));
        assertThat(decoded()).isEqualTo("GET / []; ");
        assertThat(decoder.waiting()).isZero();
        channel.finishAndReleaseAll();
    }

    @Test
    void knowsWhetherAHeadHasBegun() {
        assertThat(decoder.headBegun()).isFalse();
        channel.writeInbound(wire("GET / HTTP/1.1\r\nHost:"));
        assertThat(decoder.headBegun()).isTrue();
        channel.writeInbound(wire(" h\r\n\r\n"));
        assertThat(decoder.headBegun()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void limitsAreInclusiveWhereverTheBytesAreSplit() {
        String line = "GET /" + "a".repeat(8192 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r";
        String fields = "\nHost: h\r\nX: " + "a".repeat(8192 - "Host: hX: ".length()) + "\r";
        channel.writeInbound(wire(line));
        channel.writeInbound(wire(fields));
        channel.writeInbound(wire("\n\r"));
        channel.writeInbound(wire("\n"));
        assertThat(decoded()).startsWith("GET /aaa");
        channel.finishAndReleaseAll();
    }

    @Test
    void limitsAreInclusive() {
        String line = "GET /" + "a".repeat(8192 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n";
        channel.writeInbound(wire(line + "Host: h\r\n\r\n"));
        assertThat(decoded()).startsWith("GET /aaa");
        channel.writeInbound(wire(line.replace("GET", "POST") + "Host: h\r\n\r\n"));
        assertThat(decoded()).isEqualTo("[broken]");
        channel.finishAndReleaseAll();
    }
}
