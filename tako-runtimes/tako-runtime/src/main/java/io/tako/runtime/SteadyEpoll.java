package io.tako.runtime;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import org.jspecify.annotations.Nullable;

/**
 * epoll as Netty has it, but for a socket that is watched for nothing, as that of a peer is which
 * has ended its sending side. Netty 4.2.18 takes such a one out of the set. When it is to be
 * watched again, for room to write, Netty changes what is not there any more, which fails, and ends
 * the answer in the middle. Here it stays in the set, watched for errors alone.
 */
final class SteadyEpoll implements IoHandler {

    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    /** A fresh factory of such handlers. */
    static IoHandlerFactory factory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new SteadyEpoll(factory.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        Steady steady = new Steady((EpollIoHandle) handle);
        steady.registration = epoll.register(steady);
        return steady;
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    /** A socket in the set, and what the channel sees of that. */
    private static final class Steady implements EpollIoHandle, IoRegistration {

        private final EpollIoHandle channel;
        private @Nullable IoRegistration registration;
        private boolean unwatched;

        Steady(EpollIoHandle channel) {
            this.channel = channel;
        }

        private IoRegistration registration() {
            if (registration == null) {
                throw new IllegalStateException("not registered yet");
            }
            return registration;
        }

        @Override
        public FileDescriptor fd() {
            return channel.fd();
        }

        @Override
        public void handle(IoRegistration ignored, IoEvent event) {
            boolean broken = unwatched;
            channel.handle(this, event);
            if (broken && unwatched && isValid()) {
                // Nothing but an error was to be told, and would be again and again.
                registration().submit(EpollIoOps.NONE);
            }
        }

        @Override
        public void registered() {
            channel.registered();
        }

        @Override
        public void unregistered() {
            channel.unregistered();
        }

        @Override
        public void close() throws Exception {
            channel.close();
        }

        @Override
        public <T> T attachment() {
            return registration().attachment();
        }

        @Override
        public long submit(IoOps ops) {
            unwatched = EpollIoOps.NONE.equals(ops);
            return registration().submit(unwatched ? EpollIoOps.EPOLLERR : ops);
        }

        @Override
        public boolean isValid() {
            return registration().isValid();
        }

        @Override
        public boolean cancel() {
            return registration().cancel();
        }
    }
}
