package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process of which a loop ends by an error, told and not told to end by it. */
final class LoopFailureTest {

    @Test
    void aProcessThatIsToldToEndsWhenALoopDoes() throws Exception {
        ChildJvm.Result result = ChildJvm.run(Exits.class);
        assertThat(result.output())
                .contains("The loop of core 0 has ended by an error")
                .contains("OutOfMemoryError: a test's")
                .contains("in order");
        assertThat(result.exit()).isEqualTo(LoopFailure.EXIT_STATUS);
    }

    @Test
    void aProcessThatIsNotToldToGoesOnAndCanBeClosed() throws Exception {
        ChildJvm.Result result = ChildJvm.run(GoesOn.class);
        assertThat(result.output())
                .contains("The loop of core 0 has ended by an error")
                .contains("core 1 goes on")
                .contains("closed");
        assertThat(result.exit()).isZero();
    }

    /** Told to end. */
    static final class Exits {
        private Exits() {}

        public static void main(String[] arguments) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in order")));
            open(LoopFailure.EXIT);
            TimeUnit.MINUTES.sleep(1);
        }
    }

    /** Told to report. */
    static final class GoesOn {
        private GoesOn() {}

        public static void main(String[] arguments) throws Exception {
            try (TestRuntime runtime = open(LoopFailure.REPORT)) {
                while (runtime.cores().getFirst().failure() == null) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                Core other = runtime.cores().get(1);
                other.eventLoop().submit(() -> System.out.println(other + " goes on")).get();
            }
            System.out.println("closed");
        }
    }

    private static TestRuntime open(LoopFailure onFailure) throws IOException {
        TestRuntime runtime =
                new TestRuntime(
                        RuntimeKind.SHARED,
                        RuntimeConfig.defaults()
                                .withIo(IoPreference.NIO)
                                .withLoops(2)
                                .withOnLoopFailure(onFailure));
        IoEventLoop loop = (IoEventLoop) runtime.cores().getFirst().eventLoop();
        loop.register(new Failing())
                .addListener(
                        done -> {
                            if (done.getNow() instanceof IoRegistration registration) {
                                registration.submit(NioIoOps.READ);
                            }
                        });
        return runtime;
    }

    /** Is ready at once, and fails when it is seen to. */
    private static final class Failing implements NioIoHandle {
        private final Pipe pipe = Pipe.open();

        Failing() throws IOException {
            pipe.source().configureBlocking(false);
            pipe.sink().write(ByteBuffer.allocate(1));
        }

        @Override
        public SelectableChannel selectableChannel() {
            return pipe.source();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new OutOfMemoryError("a test's");
        }

        @Override
        public void close() throws IOException {
            pipe.source().close();
            pipe.sink().close();
        }
    }
}
