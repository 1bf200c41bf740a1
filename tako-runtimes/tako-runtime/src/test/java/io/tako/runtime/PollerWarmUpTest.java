package io.tako.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollerWarmUpTest {

    @Test
    void pollersOfTheJdkDoNotBelongToTheCoreThatParkedFirst() throws Exception {
        ChildJvm.Result result =
                ChildJvm.run(
                        FirstSocketIsOnACore.class,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED");
        assertThat(result.output()).contains("read while the loop was held");
        assertThat(result.exit()).isZero();
    }

    /**
     * The first socket this JVM parks on is read by a carried handler. Then the loop is held, and a
     * plain virtual thread must still be able to read: its poller is not carried by that loop.
     */
    static final class FirstSocketIsOnACore {

        private FirstSocketIsOnACore() {}

        public static void main(String[] args) {
            try {
                readWhileTheLoopIsHeld();
                System.exit(0);
            } catch (Exception e) {
                e.printStackTrace(System.out);
                System.exit(1);
            }
        }

        private static void readWhileTheLoopIsHeld() throws Exception {
            TakoRuntime runtime =
                    new TestRuntime(RuntimeKind.PER_CORE, RuntimeConfig.defaults().withLoops(1));
            Core core = runtime.cores().getFirst();
            // A handful, because descriptors are spread over the pollers.
            for (int i = 0; i < 8; i++) {
                Pair pair = new Pair();
                TestTask reader = TestTask.start(core, pair::read);
                pair.write();
                reader.await();
            }
            CountDownLatch gate = new CountDownLatch(1);
            core.eventLoop().execute(() -> core.runInline(new TestTask(gate::await)));
            for (int i = 0; i < 8; i++) {
                Pair pair = new Pair();
                CompletableFuture<Void> read = new CompletableFuture<>();
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        pair.read();
                                        read.complete(null);
                                    } catch (Exception e) {
                                        read.completeExceptionally(e);
                                    }
                                });
                pair.write();
                read.get(20, TimeUnit.SECONDS);
            }
            System.out.println("read while the loop was held");
            gate.countDown();
            runtime.close();
        }
    }

    /** Two ends of a connection; sockets are left to the end of the process. */
    private static final class Pair {
        private final Socket near;
        private final Socket far;
        private final CompletableFuture<Thread> reader = new CompletableFuture<>();

        Pair() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                near = new Socket(server.getInetAddress(), server.getLocalPort());
                far = server.accept();
            }
        }

        void read() throws Exception {
            reader.complete(Thread.currentThread());
            assertThat(near.getInputStream().read()).isEqualTo('p');
        }

        void write() throws Exception {
            Thread waiting = reader.get(20, TimeUnit.SECONDS);
            Await.until("the reader parks", () -> waiting.getState() == Thread.State.WAITING);
            far.getOutputStream().write('p');
        }
    }
}
