package io.tako.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/** Which CPUs a Linux thread may run on, asked and set through the C library. */
final class CpuAffinity {

    /** Room for 8,192 CPUs, the most a Linux kernel is built for. */
    private static final int MASK_BYTES = 1_024;

    private final MethodHandle get;
    private final MethodHandle set;
    private final StructLayout errnoLayout;
    private final VarHandle errno;

    private CpuAffinity(Linker linker) {
        SymbolLookup libc = linker.defaultLookup();
        FunctionDescriptor signature =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS);
        Linker.Option capture = Linker.Option.captureCallState("errno");
        get =
                linker.downcallHandle(
                        libc.find("sched_getaffinity").orElseThrow(), signature, capture);
        set =
                linker.downcallHandle(
                        libc.find("sched_setaffinity").orElseThrow(), signature, capture);
        errnoLayout = Linker.Option.captureStateLayout();
        errno = errnoLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    }

    /**
     * The C library of this system.
     *
     * @throws UnsupportedOperationException where threads cannot be pinned, with the reason
     */
    static CpuAffinity open() {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException(system + " does not pin threads to CPUs");
        }
        try {
            return new CpuAffinity(Linker.nativeLinker());
        } catch (RuntimeException | LinkageError e) {
            throw new UnsupportedOperationException("the C library cannot be called: " + e, e);
        }
    }

    /**
     * The CPUs a thread may run on.
     *
     * @param tid the system's thread id; 0 for the calling thread
     * @throws UnsupportedOperationException if the system refuses
     */
    BitSet allowed(int tid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(errnoLayout);
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
            MemorySegment state = arena.allocate(errnoLayout);
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
        return new UnsupportedOperationException(
                call + " was refused (errno " + (int) errno.get(state, 0L) + ")");
    }
}
