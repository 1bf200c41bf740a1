package io.tako.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.Stream;

/** The C library of Linux. Every call takes a state first, which tells why it was refused. */
final class CLibrary {

    private static final String ERRNO = "errno";

    private final Linker linker = Linker.nativeLinker();
    private final StructLayout layout = Linker.Option.captureStateLayout();
    private final VarHandle errno = layout.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));

    private CLibrary() {}

    /**
     * Opens it. Takes a moment, so not to be called on a core.
     *
     * @param lack what other systems do not do, with their name in front
     * @throws UnsupportedOperationException where it cannot be called, with the reason
     */
    static CLibrary open(String lack) {
        String system = System.getProperty("os.name", "");
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException(system + " " + lack);
        }
        try {
            return new CLibrary();
        } catch (RuntimeException | LinkageError e) {
            throw uncallable(e);
        }
    }

    private static UnsupportedOperationException uncallable(Throwable reason) {
        return new UnsupportedOperationException(
                "the C library cannot be called: " + reason, reason);
    }

    /**
     * One of its functions.
     *
     * @throws UnsupportedOperationException where it cannot be called, with the reason
     */
    MethodHandle function(String name, FunctionDescriptor signature, Linker.Option... options) {
        try {
            return linker.downcallHandle(
                    linker.defaultLookup().find(name).orElseThrow(),
                    signature,
                    Stream.concat(
                                    Stream.of(Linker.Option.captureCallState(ERRNO)),
                                    Arrays.stream(options))
                            .toArray(Linker.Option[]::new));
        } catch (RuntimeException | LinkageError e) {
            throw uncallable(e);
        }
    }

    /** The state of one call. */
    MemorySegment state(Arena arena) {
        return arena.allocate(layout);
    }

    /** The number by which the system says why a call was refused; see errno(3). */
    int reason(MemorySegment state) {
        return (int) errno.get(state, 0L);
    }

    /** Says that a call was refused, and why. */
    String refusal(String call, MemorySegment state) {
        return call + " was refused (errno " + reason(state) + ")";
    }
}
