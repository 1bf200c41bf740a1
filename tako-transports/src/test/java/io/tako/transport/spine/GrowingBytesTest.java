package io.tako.transport.spine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GrowingBytesTest {

    private static final int MIB = 1024 * 1024;

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void anAnnouncedLengthCostsNothing() {
        long before = allocated();
        for (int i = 0; i < 100; i++) {
            GrowingBytes bytes = new GrowingBytes(3_000_000_000L);
            bytes.add(Unpooled.wrappedBuffer(new byte[1]));
        }
        assertThat(allocated() - before).isLessThan(2 * MIB);
    }

    @Test
    void whatHasComeCostsAFewTimesItself() {
        byte[] piece = new byte[8 * 1024];
        long before = allocated();
        GrowingBytes bytes = new GrowingBytes(512 * MIB);
        for (int i = 0; i < MIB / piece.length; i++) {
            bytes.add(Unpooled.wrappedBuffer(piece));
        }
        assertThat(allocated() - before).isLessThan(8 * MIB);
        assertThat(bytes.count()).isEqualTo(MIB);
    }

    @Test
    void itIsWhatHasComeWhateverWasAnnounced() {
        byte[] sent = new byte[300_000];
        new Random(1).nextBytes(sent);
        for (long announced : new long[] {-1, 0, 1, 299_999, 300_000, 300_001, Long.MAX_VALUE}) {
            GrowingBytes bytes = new GrowingBytes(announced);
            for (int at = 0; at < sent.length; at += 1000) {
                bytes.add(Unpooled.wrappedBuffer(sent, at, 1000));
            }
            assertThat(bytes.take()).isEqualTo(sent);
        }
    }
}
