package io.tako.contracts.machine;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM holds, for tests that say how much a client can make it hold. */
public final class Memory {

    /** More than the windows of a hundred streams, less than what a flood would pile up. */
    public static final long BOUND = 48L << 20;

    private Memory() {}

    /** Bytes of the heap that are reachable, and bytes outside of it. */
    public static long used() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long pooled =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return heap + pooled + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
