package io.tako.runtime;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The group of a runtime's event loops; each one makes its own {@link CoreThread}. */
final class CoreLoops extends MultiThreadIoEventLoopGroup {

    CoreLoops(int loops, IoHandlerFactory io, String threadPrefix, ClassLoader loader) {
        // Each loop starts its own thread; the executor of the group is never asked.
        super(loops, (Executor) Runnable::run, io, new Names(threadPrefix, loader));
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... args) {
        OwnThread thread = new OwnThread((Names) args[0]);
        CoreEventLoop loop = new CoreEventLoop(this, thread, io);
        thread.loop = loop;
        return loop;
    }

    /** The next one in turn that does not end: a connection is not dealt to one that does. */
    @Override
    public IoEventLoop next() {
        IoEventLoop next = super.next();
        for (int i = 1; i < executorCount() && ((CoreEventLoop) next).ends(); i++) {
            next = super.next();
        }
        return next;
    }

    /** In index order. */
    List<CoreEventLoop> loops() {
        List<CoreEventLoop> loops = new ArrayList<>();
        for (EventExecutor child : this) {
            loops.add((CoreEventLoop) child);
        }
        return loops;
    }

    private record Names(String prefix, ClassLoader loader) {}

    /** Netty asks for the thread at the first task, when the loop already has its core. */
    private static final class OwnThread implements ThreadFactory {
        private final Names names;
        private @Nullable CoreEventLoop loop;

        OwnThread(Names names) {
            this.names = names;
        }

        @Override
        public Thread newThread(Runnable body) {
            CoreEventLoop owner = loop;
            if (owner == null) {
                throw new IllegalStateException("the loop is not constructed yet");
            }
            Core core = owner.core();
            CoreThread thread =
                    new CoreThread(
                            core, body, names.prefix + "-loop-" + core.index(), names.loader);
            core.thread(thread);
            return thread;
        }
    }
}
