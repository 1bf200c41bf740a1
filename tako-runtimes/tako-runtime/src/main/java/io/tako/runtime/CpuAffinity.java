package io.tako.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** Which CPUs a Linux thread may run on, asked and set through the C library. */
final class CpuAffinity {

    /** Room for 8,192 CPUs, the most a Linux kernel is built for. */
    private static final int MASK_BYTES = 1_024;

    private final MethodHandle get;
    private final MethodHandle set;
    private final CLibrary library;

    private CpuAffinity(CLibrary library) {
        this.library = library;
        FunctionDescriptor signature =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS);
        get = library.function("sched_getaffinity", signature);
        set = library.function("sched_setaffinity", signature);
    }

    /**
     * The C library of this system.
     *
     * @throws UnsupportedOperationException where threads cannot be pinned, with the reason
     */
    static CpuAffinity open() {
        return new CpuAffinity(CLibrary.open("does not pin threads to CPUs"));
    }

    /**
     * The CPUs a thread may run on.
     *
     * @param tid the system's thread id; 0 for the calling thread
     * @throws UnsupportedOperationException if the system refuses
     */
    BitSet allowed(int tid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            int result = (int) get.invokeExact(state, tid, (long) MASK_BYTES, mask);
            if (result < 0) {
                throw refused("sched_getaffinity", state);
            }
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    /**
     * Lets a thread run on these CPUs only.
     *
     * @param tid the system's thread id; 0 for the calling thread
     * @throws UnsupportedOperationException if the system refuses
     */
    void restrict(int tid, BitSet cpus) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            byte[] bits = cpus.toByteArray();
            MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
            int result = (int) set.invokeExact(state, tid, (long) MASK_BYTES, mask);
            if (result < 0) {
                throw refused("sched_setaffinity", state);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    private UnsupportedOperationException refused(String call, MemorySegment state) {
        return new UnsupportedOperationException(library.refusal(call, state));
    }
}
