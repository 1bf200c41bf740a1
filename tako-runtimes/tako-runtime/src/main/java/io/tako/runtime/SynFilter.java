package io.tako.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Lets a listening socket of Linux ignore new peers without closing it: a packet filter drops the
 * packet that opens a connection and passes all others, so handshakes under way come to their end.
 * A peer whose packet was dropped sends it again after a second, as after any loss.
 */
final class SynFilter {

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    // The filter sees the packet from its TCP header on; see bpf(4) for the instructions.
    private static final int LOAD_BYTE = 0x30;
    private static final int AND = 0x54;
    private static final int JUMP_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int SYN_RST_ACK = 0x16;
    private static final int DROP = 0;
    private static final int PASS = -1;

    private static final int INSTRUCTIONS = 5;
    private static final int INSTRUCTION_BYTES = 8;

    private final MethodHandle setsockopt;
    private final CLibrary library;

    private SynFilter(CLibrary library) {
        this.library = library;
        setsockopt =
                library.function(
                        "setsockopt",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
    }

    /**
     * The C library of this system. Takes a moment, so not to be called on a core.
     *
     * @throws UnsupportedOperationException where sockets have no packet filters, with the reason
     */
    static SynFilter open() {
        return new SynFilter(CLibrary.open("has no packet filters of sockets"));
    }

    /**
     * Drops new peers of this listening socket from now on.
     *
     * @param fd the socket's file descriptor, which must stay open meanwhile
     * @throws UnsupportedOperationException if the system refuses
     */
    void attach(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            MemorySegment program = program(arena);
            int size = (int) program.byteSize();
            int result =
                    (int)
                            setsockopt.invokeExact(
                                    state, fd, SOL_SOCKET, SO_ATTACH_FILTER, program, size);
            if (result < 0) {
                throw new UnsupportedOperationException(library.refusal("SO_ATTACH_FILTER", state));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    /** A {@code struct sock_fprog}: how many instructions, and where they are. */
    private static MemorySegment program(Arena arena) {
        MemorySegment code =
                arena.allocate(
                        (long) INSTRUCTIONS * INSTRUCTION_BYTES, ValueLayout.JAVA_INT.byteSize());
        instruction(code, 0, LOAD_BYTE, 0, 0, TCP_FLAGS);
        instruction(code, 1, AND, 0, 0, SYN_RST_ACK);
        instruction(code, 2, JUMP_EQUAL, 0, 1, SYN);
        instruction(code, 3, RETURN, 0, 0, DROP);
        instruction(code, 4, RETURN, 0, 0, PASS);
        long pointer = ValueLayout.ADDRESS.byteSize();
        MemorySegment program = arena.allocate(2 * pointer, pointer);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) INSTRUCTIONS);
        program.set(ValueLayout.ADDRESS, pointer, code);
        return program;
    }

    /** A {@code struct sock_filter}. */
    private static void instruction(
            MemorySegment code, int index, int operation, int ifTrue, int ifFalse, int operand) {
        long at = (long) index * INSTRUCTION_BYTES;
        code.set(ValueLayout.JAVA_SHORT, at, (short) operation);
        code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) ifTrue);
        code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) ifFalse);
        code.set(ValueLayout.JAVA_INT, at + 4, operand);
    }
}
