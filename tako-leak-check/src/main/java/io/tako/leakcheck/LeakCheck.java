package io.tako.leakcheck;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Finds buffers that were dropped without being released. The check runs by itself at the end of a
 * test run; a test that wants to know earlier calls {@link #assertNoLeaks()}.
 */
public final class LeakCheck {

    private static final int ROUNDS = 3;
    private static final long GC_PATIENCE_MILLIS = 5_000;

    /** Frames that every test has in common. */
    private static final List<String> NOISE =
            List.of("\torg.junit.", "\torg.apache.maven.surefire.", "\tjava.base/");

    private static final List<RecordingLeakDetector<?>> detectors = new CopyOnWriteArrayList<>();
    private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private static boolean installed;

    private LeakCheck() {}

    /**
     * Makes every detector that Netty creates from now on report here, and watches every buffer
     * unless {@code io.netty.leakDetection.level} says otherwise. Must come before Netty's buffer
     * classes are first used.
     */
    static synchronized void install() {
        if (installed) {
            return;
        }
        installed = true;
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        }
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
    }

    /**
     * Collects garbage and fails if any buffer was collected before it was released. Each leak is
     * told once.
     *
     * @throws AssertionError if a buffer leaked, with where it was touched last
     */
    public static void assertNoLeaks() {
        for (int round = 0; round < ROUNDS; round++) {
            collectGarbage();
            detectors.forEach(RecordingLeakDetector::poll);
        }
        List<String> found = new ArrayList<>();
        for (String leak = leaks.poll(); leak != null; leak = leaks.poll()) {
            found.add(leak);
        }
        if (!found.isEmpty()) {
            throw new AssertionError(
                    found.size()
                            + " leaked, garbage collected without being released:\n"
                            + String.join("\n", found));
        }
    }

    static void add(RecordingLeakDetector<?> detector) {
        detectors.add(detector);
    }

    static void leaked(String leak) {
        leaks.add(
                leak.lines()
                        .filter(line -> NOISE.stream().noneMatch(line::startsWith))
                        .collect(Collectors.joining("\n")));
    }

    /** Returns when the collector has found an object that became unreachable before the call. */
    private static void collectGarbage() {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), found);
        long deadline = System.nanoTime() + GC_PATIENCE_MILLIS * 1_000_000;
        try {
            Reference<?> collected = null;
            while (collected == null && System.nanoTime() < deadline) {
                System.gc();
                collected = found.remove(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(sentinel);
        }
    }
}
