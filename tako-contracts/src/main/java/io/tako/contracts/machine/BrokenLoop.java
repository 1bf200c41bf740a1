package io.tako.contracts.machine;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.tako.runtime.Core;
import io.tako.runtime.IoBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/**
 * Ends an event loop as an error does that comes while a socket is handled: out of all pipelines,
 * where nothing catches it. What is registered for it is a socket to the loop as any other.
 */
public final class BrokenLoop {

    /** What the loop ends by. */
    public static final String MESSAGE = "thrown on purpose by a test";

    private static final byte IORING_OP_NOP = 0;

    private BrokenLoop() {}

    /** Has the loop end soon. Any thread. */
    public static void end(Core core, IoBackend backend) throws IOException {
        IoEventLoop loop = (IoEventLoop) core.eventLoop();
        switch (backend) {
            case EPOLL -> submit(loop, new Epoll(), EpollIoOps.EPOLLIN);
            case IO_URING -> submit(loop, new Uring(), nop());
            default -> submit(loop, new Nio(), NioIoOps.READ);
        }
    }

    private static void submit(IoEventLoop loop, io.netty.channel.IoHandle handle, IoOps ops) {
        loop.register(handle)
                .addListener(
                        done -> {
                            if (done.getNow() instanceof IoRegistration registration) {
                                registration.submit(ops);
                            }
                        });
    }

    private static IoUringIoOps nop() {
        short none = 0;
        return new IoUringIoOps(
                IORING_OP_NOP, (byte) 0, none, -1, 0, 0, 0, 0, none, none, none, 0, 0);
    }

    private static OutOfMemoryError error() {
        return new OutOfMemoryError(MESSAGE);
    }

    private static final class Epoll implements EpollIoHandle {
        private final FileDescriptor[] pipe = FileDescriptor.pipe();

        Epoll() throws IOException {
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            pipe[1].write(one, 0, 1);
        }

        @Override
        public FileDescriptor fd() {
            return pipe[0];
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw error();
        }

        @Override
        public void close() throws IOException {
            pipe[0].close();
            pipe[1].close();
        }
    }

    private static final class Uring implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw error();
        }

        @Override
        public void close() {}
    }

    private static final class Nio implements NioIoHandle {
        private final Pipe pipe = Pipe.open();

        Nio() throws IOException {
            pipe.source().configureBlocking(false);
            pipe.sink().write(ByteBuffer.allocate(1));
        }

        @Override
        public SelectableChannel selectableChannel() {
            return pipe.source();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw error();
        }

        @Override
        public void close() throws IOException {
            pipe.source().close();
            pipe.sink().close();
        }
    }
}
