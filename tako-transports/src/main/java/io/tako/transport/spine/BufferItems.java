package io.tako.transport.spine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Buffers as they wait for their reader. A small one is copied behind the one before it, because it
 * would hold on to all of what the socket was read into: so many small pieces cost what their bytes
 * cost.
 */
public final class BufferItems implements ReadQueue.Items<ByteBuf> {

    /** The only one, for it has no state. */
    public static final BufferItems BUFFERS = new BufferItems();

    private static final int SMALL = 1024;
    private static final int GATHERED = 8 * 1024;

    private BufferItems() {}

    @Override
    public int size(ByteBuf item) {
        return item.readableBytes();
    }

    @Override
    public void release(ByteBuf item) {
        item.release();
    }

    @Override
    public @Nullable ByteBuf keep(@Nullable ByteBuf last, ByteBuf next) {
        int size = next.readableBytes();
        if (size >= SMALL) {
            return next;
        }
        boolean fits = last instanceof Gathered && last.maxWritableBytes() >= size;
        ByteBuf into = last != null && fits ? last : new Gathered(size);
        into.writeBytes(next, next.readerIndex(), size);
        next.release();
        return into == last ? null : into;
    }

    /** Small pieces one behind the other. */
    private static final class Gathered extends UnpooledHeapByteBuf {
        Gathered(int first) {
            super(UnpooledByteBufAllocator.DEFAULT, first, GATHERED);
        }
    }
}
