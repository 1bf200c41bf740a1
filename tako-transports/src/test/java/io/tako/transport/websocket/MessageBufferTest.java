package io.tako.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What a message that comes in parts costs. */
final class MessageBufferTest {

    private static final int LIMIT = 64 * 1024;

    @Test
    void nothingIsCopiedOnceThereIsRoomUpToTheLimit() throws Exception {
        MessageBuffer buffer = new MessageBuffer(LIMIT);
        buffer.add(new byte[LIMIT - 1]);
        buffer.room(8 * 1024);
        byte[] bytes = buffer.array();
        for (int i = 0; i < 1000; i++) {
            buffer.room(8 * 1024);
            assertThat(buffer.array()).isSameAs(bytes);
        }
    }

    @Test
    void anEmptyPartOfACompressedMessageTouchesNothing() throws Exception {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(new byte[LIMIT - 1]);
        byte[] part = new byte[1024];
        int count = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
        deflater.end();
        Inflation inflation = new Inflation(true);
        MessageBuffer buffer = new MessageBuffer(LIMIT);
        inflation.expand(java.util.Arrays.copyOf(part, count), false, buffer);
        assertThat(buffer.size()).isEqualTo(LIMIT - 1);
        byte[] bytes = buffer.array();
        for (int i = 0; i < 1000; i++) {
            inflation.expand(new byte[0], false, buffer);
            assertThat(buffer.array()).isSameAs(bytes);
        }
        inflation.end();
    }
}
