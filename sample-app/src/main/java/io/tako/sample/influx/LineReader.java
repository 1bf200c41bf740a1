package io.tako.sample.influx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream into lines of UTF-8, holding one line at a time. LF ends a line, also inside a
 * quoted text: a quote that is never closed must not swallow the lines after it. A CR before the LF
 * belongs to the line end.
 */
final class LineReader {

    private final InputStream in;
    private final int longest;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final byte[] chunk = new byte[8192];
    private int chunkAt;
    private int chunkEnd;
    private byte[] line = new byte[256];
    private int length;
    private boolean tooLong;
    private long number;

    /**
     * @param longest bytes a line may have without its line end
     */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Moves to the next line; false at the end of the stream. */
    boolean advance() throws IOException {
        length = 0;
        tooLong = false;
        boolean some = false;
        while (true) {
            if (chunkAt == chunkEnd && !fill()) {
                number += some ? 1 : 0;
                return some;
            }
            some = true;
            int start = chunkAt;
            while (chunkAt < chunkEnd && chunk[chunkAt] != '\n') {
                chunkAt++;
            }
            keep(start, chunkAt);
            if (chunkAt < chunkEnd) {
                chunkAt++;
                number++;
                return true;
            }
        }
    }

    /** Returns the line's number, the first being 1. */
    long number() {
        return number;
    }

    /**
     * Returns the line without its line end.
     *
     * @throws MalformedLineException if it is longer than allowed or is not UTF-8
     */
    String text() throws MalformedLineException {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (tooLong || end > longest) {
            throw new MalformedLineException("the line is longer than " + longest + " bytes");
        }
        try {
            return utf8.decode(ByteBuffer.wrap(line, 0, end)).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedLineException("the line is not UTF-8");
        }
    }

    private boolean fill() throws IOException {
        chunkAt = 0;
        chunkEnd = Math.max(in.read(chunk), 0);
        return chunkEnd > 0;
    }

    private void keep(int from, int to) {
        int more = to - from;
        // One byte above the limit, for a CR that turns out to belong to the line end.
        if (tooLong || length + more > longest + 1) {
            tooLong = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
        System.arraycopy(chunk, from, line, length, more);
        length += more;
    }
}
