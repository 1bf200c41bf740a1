package io.tako.runtime;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which CPU each loop is pinned to, or why none is. Threads that a pinned loop starts inherit its
 * one CPU from the system, the JDK's own carriers included: {@link #freeStrays} gives them back all
 * CPUs of the process.
 */
final class Pinning {

    private static final Path TASKS = Path.of("/proc/self/task");

    /** Loop threads of every runtime in this process: they are meant to be where they are. */
    private static final Set<Integer> LOOP_TIDS = ConcurrentHashMap.newKeySet();

    private final @Nullable CpuAffinity affinity;
    private final BitSet allowed;
    private final int[] cpus;
    private final Set<Integer> tids = ConcurrentHashMap.newKeySet();
    private final Set<Integer> seen = new HashSet<>();
    private volatile @Nullable String off;

    private Pinning(
            @Nullable CpuAffinity affinity, BitSet allowed, int[] cpus, @Nullable String off) {
        this.affinity = affinity;
        this.allowed = allowed;
        this.cpus = cpus;
        this.off = off;
    }

    static Pinning off(String reason) {
        return new Pinning(null, new BitSet(), new int[0], reason);
    }

    /**
     * Decides from the setting and the CPUs the caller may run on.
     *
     * @throws RuntimeSetupException if pinning is demanded and impossible
     */
    static Pinning decide(@Nullable Boolean wanted, int loops) {
        if (Boolean.FALSE.equals(wanted)) {
            return off("switched off");
        }
        CpuAffinity affinity;
        BitSet allowed;
        try {
            affinity = CpuAffinity.open();
            allowed = affinity.allowed(0);
        } catch (UnsupportedOperationException e) {
            return refuse(wanted, String.valueOf(e.getMessage()), e);
        }
        if (allowed.cardinality() < loops) {
            return refuse(
                    wanted,
                    loops + " loops but only " + allowed.cardinality() + " CPUs to run on",
                    null);
        }
        return new Pinning(affinity, allowed, allowed.stream().limit(loops).toArray(), null);
    }

    private static Pinning refuse(
            @Nullable Boolean wanted, String reason, @Nullable Throwable cause) {
        if (Boolean.TRUE.equals(wanted)) {
            throw impossible(reason, cause);
        }
        return off(reason);
    }

    private static RuntimeSetupException impossible(String reason, @Nullable Throwable cause) {
        return new RuntimeSetupException(
                "tako.pin",
                "true",
                reason,
                "Remove tako.pin to pin only where that is possible, or run fewer loops.",
                cause);
    }

    /** Pins the calling loop thread, if loops are pinned. */
    void pinCurrent(int index, boolean demanded) {
        CpuAffinity calls = affinity;
        if (calls == null || off != null) {
            return;
        }
        try {
            int tid = currentTid();
            tids.add(tid);
            LOOP_TIDS.add(tid);
            BitSet one = new BitSet();
            one.set(cpus[index]);
            calls.restrict(0, one);
        } catch (IOException | UnsupportedOperationException e) {
            if (demanded) {
                throw impossible(String.valueOf(e.getMessage()), e);
            }
            off = String.valueOf(e.getMessage());
        }
    }

    /** Threads of this process that inherited the one CPU of a loop may use all of them again. */
    void freeStrays() {
        CpuAffinity calls = affinity;
        if (calls == null || off != null || allowed.cardinality() == 1) {
            return;
        }
        Set<Integer> alive = new HashSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                int tid = Integer.parseInt(task.getFileName().toString());
                alive.add(tid);
                if (seen.add(tid) && !LOOP_TIDS.contains(tid)) {
                    freeIfStray(calls, tid);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return;
        }
        seen.retainAll(alive);
    }

    private void freeIfStray(CpuAffinity calls, int tid) {
        try {
            BitSet mask = calls.allowed(tid);
            if (mask.cardinality() == 1) {
                int only = mask.nextSetBit(0);
                for (int cpu : cpus) {
                    if (cpu == only) {
                        calls.restrict(tid, allowed);
                    }
                }
            }
        } catch (UnsupportedOperationException e) {
            // The thread has ended since it was listed.
            seen.remove(tid);
        }
    }

    boolean active() {
        return off == null;
    }

    /** Forgets the loop threads, which have ended: the system hands their ids out again. */
    void closed() {
        LOOP_TIDS.removeAll(tids);
    }

    private static int currentTid() throws IOException {
        return Integer.parseInt(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    }

    /** The words for the start-up line. */
    String describe() {
        String reason = off;
        if (reason != null) {
            return "not pinned (" + reason + ")";
        }
        return "pinned to "
                + (cpus.length == 1 ? "CPU " : "CPUs ")
                + BitSet.valueOf(bits()).stream()
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
    }

    private long[] bits() {
        BitSet set = new BitSet();
        for (int cpu : cpus) {
            set.set(cpu);
        }
        return set.toLongArray();
    }
}
