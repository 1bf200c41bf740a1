package io.tako.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What Linux tells of a socket by its file descriptor, and another descriptor for it; see socket(7)
 * and fcntl(2). Numbers are those of x86-64 and ARM64 alike.
 */
final class SocketCalls {

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;

    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;

    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int LEAST_DESCRIPTOR = 3;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EAGAIN = 11;

    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;

    /** A {@code struct sockaddr_storage}. */
    private static final int ADDRESS_BYTES = 128;

    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int PORT_AT = 2;
    private static final int INET_AT = 4;
    private static final int INET6_AT = 8;
    private static final int SCOPE_AT = 24;
    private static final int MAPPED_MARK_AT = INET6_AT + 10;
    private static final int MAPPED_AT = INET6_AT + 12;
    private static final int PATH_AT = 2;

    private final MethodHandle getsockopt;
    private final MethodHandle getsockname;
    private final MethodHandle fcntl;
    private final MethodHandle sendmsg;
    private final CLibrary library;

    private SocketCalls(CLibrary library) {
        this.library = library;
        getsockopt =
                library.function(
                        "getsockopt",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
        getsockname =
                library.function(
                        "getsockname",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
        fcntl =
                library.function(
                        "fcntl",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        sendmsg =
                library.function(
                        "sendmsg",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
    }

    /**
     * The C library of this system. Takes a moment, so not to be called on a core.
     *
     * @throws UnsupportedOperationException where it cannot be called, with the reason
     */
    static SocketCalls open() {
        return new SocketCalls(CLibrary.open("hands over no sockets"));
    }

    /**
     * {@link #SOCK_STREAM}, {@link #SOCK_DGRAM} or another type.
     *
     * @throws IOException if the descriptor is no socket's
     */
    int type(int descriptor) throws IOException {
        return option(descriptor, SO_TYPE);
    }

    /** {@link #AF_INET}, {@link #AF_INET6}, {@link #AF_UNIX} or another family. */
    int family(int descriptor) throws IOException {
        return option(descriptor, SO_DOMAIN);
    }

    boolean listens(int descriptor) throws IOException {
        return option(descriptor, SO_ACCEPTCONN) != 0;
    }

    private int option(int descriptor, int name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            int result =
                    (int)
                            getsockopt.invokeExact(
                                    state, descriptor, SOL_SOCKET, name, value, length);
            require("getsockopt", result, state);
            return value.get(ValueLayout.JAVA_INT, 0);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    /**
     * What the socket is bound to: an {@link InetSocketAddress} or a {@link UnixAddress}.
     *
     * @throws IOException if it is bound to nothing, or is of another family
     */
    SocketAddress address(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, ADDRESS_BYTES);
            int result = (int) getsockname.invokeExact(state, descriptor, address, length);
            require("getsockname", result, state);
            int bytes = Math.min(length.get(ValueLayout.JAVA_INT, 0), ADDRESS_BYTES);
            return read(address.asSlice(0, bytes));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    private static SocketAddress read(MemorySegment address) throws IOException {
        int family = address.get(ValueLayout.JAVA_SHORT, 0);
        return switch (family) {
            case AF_INET ->
                    new InetSocketAddress(
                            InetAddress.getByAddress(bytes(address, INET_AT, 4)), port(address));
            case AF_INET6 -> {
                byte[] bytes = bytes(address, INET6_AT, 16);
                int scope = address.get(ValueLayout.JAVA_INT, SCOPE_AT);
                yield new InetSocketAddress(
                        scope == 0
                                ? InetAddress.getByAddress(bytes)
                                : Inet6Address.getByAddress(null, bytes, scope),
                        port(address));
            }
            case AF_UNIX -> unix(bytes(address, PATH_AT, (int) address.byteSize() - PATH_AT));
            default -> throw new IOException("its address is of the family " + family);
        };
    }

    /**
     * Writes an internet address as the system has it, and returns how many bytes that were.
     *
     * @param six whether the socket is one of IPv6, to which IPv4 is a part of it (RFC 4291 section
     *     2.5.5.2)
     * @param to zeros, as many as {@code struct sockaddr_in6} has
     */
    static int write(InetSocketAddress address, boolean six, MemorySegment to) {
        byte[] bytes = address.getAddress().getAddress();
        to.set(ValueLayout.JAVA_SHORT, 0, (short) (six ? AF_INET6 : AF_INET));
        to.set(NETWORK_SHORT, PORT_AT, (short) address.getPort());
        if (!six) {
            MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, INET_AT, bytes.length);
            return INET_BYTES;
        }
        if (address.getAddress() instanceof Inet6Address inet6) {
            MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, INET6_AT, bytes.length);
            to.set(ValueLayout.JAVA_INT, SCOPE_AT, inet6.getScopeId());
        } else {
            to.set(ValueLayout.JAVA_SHORT, MAPPED_MARK_AT, (short) -1);
            MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, MAPPED_AT, bytes.length);
        }
        return INET6_BYTES;
    }

    private static int port(MemorySegment address) {
        return Short.toUnsignedInt(address.get(NETWORK_SHORT, PORT_AT));
    }

    private static byte[] bytes(MemorySegment address, int from, int count) {
        return address.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A path ends with a zero; an abstract name begins with one, and may hold others. */
    private static UnixAddress unix(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            throw new IOException("it has no name");
        }
        if (bytes[0] == 0) {
            return UnixAddress.of(
                    "@" + new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return UnixAddress.of(new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    /** Keeps a descriptor from the programs that this process starts. */
    void closeOnExec(int descriptor) throws IOException {
        control(descriptor, F_SETFD, FD_CLOEXEC);
    }

    /**
     * Another descriptor for the same socket, which starts no program with it. Calls on the socket
     * do not wait from here on, by whichever descriptor: Linux keeps that with the socket.
     */
    int duplicate(int descriptor) throws IOException {
        int flags = control(descriptor, F_GETFL, 0);
        control(descriptor, F_SETFL, flags | O_NONBLOCK);
        return control(descriptor, F_DUPFD_CLOEXEC, LEAST_DESCRIPTOR);
    }

    private int control(int descriptor, int command, int argument) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            int result = (int) fcntl.invokeExact(state, descriptor, command, argument);
            require("fcntl", result, state);
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    /**
     * Sends a datagram, and does not wait.
     *
     * @param message a {@code struct msghdr}
     * @return false if there is no room for it now
     */
    boolean send(int descriptor, MemorySegment message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = library.state(arena);
            long result =
                    (long)
                            sendmsg.invokeExact(
                                    state, descriptor, message, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (result < 0 && library.reason(state) == EAGAIN) {
                return false;
            }
            require("sendmsg", (int) result, state);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UnsupportedOperationException(t);
        }
    }

    private void require(String call, int result, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(library.refusal(call, state));
        }
    }
}
