package io.tako.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Keeps a channel of io_uring from receiving what nobody has asked for. Once a peer has ended its
 * sending, Netty 4.2.18 reads on to that end whether the channel reads or not, and with that moves
 * into this process whatever the system had buffered, for each connection. Here a read loop ends
 * after one such read; what is left stays in the system until it is asked for.
 */
final class ReadOnDemand extends ChannelDuplexHandler {

    /** Asked for by {@link ChannelHandlerContext#read} and not come yet. */
    private boolean asked;

    private ReadOnDemand() {}

    /** Makes an accepted channel read so. Before it has read anything. */
    static void begin(Channel channel) {
        ReadOnDemand demand = new ReadOnDemand();
        ChannelConfig config = channel.config();
        RecvByteBufAllocator buffers = config.getRecvByteBufAllocator();
        config.setRecvByteBufAllocator(
                () -> new Reads((ExtendedHandle) buffers.newHandle(), config, demand));
        channel.pipeline().addLast(demand);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        asked = true;
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        asked = false;
        ctx.fireChannelRead(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause != NotAsked.INSTANCE) {
            ctx.fireExceptionCaught(cause);
        }
    }

    /** Ends a read loop, the only way there is to do so from within. */
    private static final class NotAsked extends RuntimeException {

        private static final long serialVersionUID = 1;

        static final NotAsked INSTANCE = new NotAsked();

        private NotAsked() {
            super("nobody reads", null, false, false);
        }
    }

    /** Gives buffers to one channel's read loop, as long as somebody reads. */
    private static final class Reads implements ExtendedHandle {

        private final ExtendedHandle handle;
        private final ChannelConfig config;
        private final ReadOnDemand demand;
        private int given;

        Reads(ExtendedHandle handle, ChannelConfig config, ReadOnDemand demand) {
            this.handle = handle;
            this.config = config;
            this.demand = demand;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            // The first is let pass: io_uring cannot take that none is given.
            if (given > 0 && !demand.asked && !config.isAutoRead()) {
                throw NotAsked.INSTANCE;
            }
            given++;
            return handle.allocate(allocator);
        }

        @Override
        public void reset(ChannelConfig channel) {
            given = 0;
            handle.reset(channel);
        }

        @Override
        public int guess() {
            return handle.guess();
        }

        @Override
        public void incMessagesRead(int messages) {
            handle.incMessagesRead(messages);
        }

        @Override
        public void lastBytesRead(int bytes) {
            handle.lastBytesRead(bytes);
        }

        @Override
        public int lastBytesRead() {
            return handle.lastBytesRead();
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            handle.attemptedBytesRead(bytes);
        }

        @Override
        public int attemptedBytesRead() {
            return handle.attemptedBytesRead();
        }

        @Override
        public boolean continueReading() {
            return handle.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreDataSupplier) {
            return handle.continueReading(maybeMoreDataSupplier);
        }

        @Override
        public void readComplete() {
            handle.readComplete();
        }
    }
}
