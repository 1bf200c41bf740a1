package io.tako.extract;

import io.tako.http.Rejection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.function.Function;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Reads {@code application/x-www-form-urlencoded} text: queries and form bodies. */
final class UrlEncoded {

    private static final MultiValueMap<String, String> NOTHING =
            CollectionUtils.unmodifiableMultiValueMap(
                    CollectionUtils.toMultiValueMap(Collections.emptyMap()));

    private UrlEncoded() {}

    /**
     * All pairs in their order, unmodifiable.
     *
     * @param what what a rejection calls the text
     * @param most how many pairs there may be: each costs far more memory than its two bytes
     * @param tooMany the rejection of a text with more, made of what is wrong with it
     */
    static MultiValueMap<String, String> parse(
            String text, String what, int most, Function<String, Rejection> tooMany) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        LinkedMultiValueMap<String, String> pairs = new LinkedMultiValueMap<>();
        int start = 0;
        int count = 0;
        while (start <= text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                if (++count > most) {
                    throw tooMany.apply(what + " has more than " + most + " parameters");
                }
                String pair = text.substring(start, end);
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(decode(name, what), decode(value, what));
            }
            start = end + 1;
        }
        return CollectionUtils.unmodifiableMultiValueMap(pairs);
    }

    private static String decode(String text, String what) {
        if (text.indexOf('%') < 0) {
            return text.indexOf('+') < 0 ? text : text.replace('+', ' ');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    throw bad(text, what);
                }
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                String character = Character.toString(text.codePointAt(i));
                bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
                i += character.length() - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw bad(text, what);
        }
    }

    private static Rejection bad(String text, String what) {
        return new Rejection.Malformed(
                what + " contains " + Echo.of(text) + " (expected: valid percent-encoded UTF-8)");
    }
}
