package io.tako.transport.websocket;

import io.tako.websocket.CloseCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refuses text that is no UTF-8 (RFC 6455 section 8.1), of a fragmented message as it comes. */
final class TextCheck {

    private static final char REPLACEMENT = '\uFFFD';

    private @Nullable CharsetDecoder decoder;
    private @Nullable CharBuffer scratch;
    private int checked;

    /** The text of a message that was not looked at before. */
    static String whole(byte[] bytes) throws SocketFailure {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // What is no UTF-8 has become this; only a text with one of its own is looked at twice.
        if (text.indexOf(REPLACEMENT) >= 0) {
            new TextCheck().part(bytes, bytes.length, true);
        }
        return text;
    }

    /** Looks at what has been added to the first bytes of the array. */
    void part(byte[] bytes, int count, boolean last) throws SocketFailure {
        CharsetDecoder utf8 = decoder;
        CharBuffer out = scratch;
        if (utf8 == null || out == null) {
            utf8 =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT);
            out = CharBuffer.allocate(1024);
            decoder = utf8;
            scratch = out;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, checked, count - checked);
        CoderResult result;
        do {
            out.clear();
            result = utf8.decode(in, out, last);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new SocketFailure(CloseCode.INVALID_DATA, "the text is no UTF-8");
        }
        checked = in.position();
        if (last) {
            utf8.reset();
            checked = 0;
        }
    }
}
