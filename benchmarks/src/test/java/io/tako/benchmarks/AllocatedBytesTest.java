package io.tako.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {
    private static final int THREADS = 32;
    private static final int SIZE = 1 << 20;

    private final AtomicReference<byte[]> sink = new AtomicReference<>();

    @Test
    void countsWhatVirtualThreadsAllocated() throws Exception {
        countsAllocationsOf(Thread.ofVirtual());
    }

    @Test
    void countsWhatEndedPlatformThreadsAllocated() throws Exception {
        countsAllocationsOf(Thread.ofPlatform());
    }

    private void countsAllocationsOf(Thread.Builder threads) throws InterruptedException {
        long before = Main.allocatedBytes();
        for (int i = 0; i < THREADS; i++) {
            threads.start(() -> sink.set(new byte[SIZE])).join();
        }
        assertThat(Main.allocatedBytes() - before).isGreaterThanOrEqualTo((long) THREADS * SIZE);
    }
}
