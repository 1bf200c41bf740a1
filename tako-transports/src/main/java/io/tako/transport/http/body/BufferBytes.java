package io.tako.transport.http.body;

import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBuffer;

/** What a buffer holds, as an array. */
public final class BufferBytes {

    private BufferBytes() {}

    /**
     * The bytes of a buffer, which is released and not to be used any more. Not copied where the
     * buffer is nothing but an array.
     */
    public static byte[] take(DataBuffer buffer) {
        if (buffer instanceof DefaultDataBuffer heap && heap.readPosition() == 0) {
            ByteBuffer memory = heap.getNativeBuffer();
            if (memory.hasArray()
                    && memory.arrayOffset() == 0
                    && memory.array().length == heap.readableByteCount()) {
                return memory.array();
            }
        }
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
