package io.tako.autoconfigure;

import io.tako.autoconfigure.TakoProperties.SocketActivation;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.InheritedAddress.Kind;
import io.tako.runtime.InheritedSocket;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.StreamListenerConfig;
import io.tako.transport.config.UdpListenerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that a service manager has opened for this process, and the listeners they are for.
 *
 * @param sockets in the order of their descriptors
 */
record InheritedSockets(List<InheritedSocket> sockets) {

    private static final Logger log = LoggerFactory.getLogger(InheritedSockets.class);

    private static final String OFF = "tako.socket-activation=off";

    /** None. */
    static final InheritedSockets NONE = new InheritedSockets(List.of());

    InheritedSockets {
        sockets = List.copyOf(sockets);
    }

    /**
     * Those of an environment that are for a process; none if they are to be ignored.
     *
     * @throws io.tako.runtime.RuntimeSetupException if it cannot be understood
     */
    static InheritedSockets of(
            SocketActivation activation, Map<String, String> environment, long process) {
        if (activation == SocketActivation.OFF) {
            return NONE;
        }
        List<InheritedSocket> listed = InheritedSocket.listed(environment, process);
        if (listed.isEmpty() && environment.containsKey(InheritedSocket.COUNT)) {
            log.info(
                    "{} is set for process {}, and this is {}: no socket is inherited",
                    InheritedSocket.COUNT,
                    environment.get(InheritedSocket.PROCESS),
                    process);
        }
        return new InheritedSockets(listed);
    }

    boolean any() {
        return !sockets.isEmpty();
    }

    /** Whether there is one for the listener of this name. */
    boolean has(String listener) {
        return sockets.stream().anyMatch(socket -> socket.name().equals(listener));
    }

    /**
     * The same listeners, those at their sockets whose names sockets have.
     *
     * @throws RefusedSettingException if there is no listener for a socket, or not of its kind
     */
    List<ListenerConfig> adoptedBy(List<ListenerConfig> listeners) {
        Map<String, ListenerConfig> byName = new LinkedHashMap<>();
        listeners.forEach(listener -> byName.put(listener.name(), listener));
        Map<String, InheritedAddress> taken = new LinkedHashMap<>();
        for (InheritedSocket socket : sockets) {
            ListenerConfig listener = byName.get(socket.name());
            if (listener == null) {
                throw nameless(socket, new TreeSet<>(byName.keySet()));
            }
            InheritedAddress address = address(socket);
            InheritedAddress before = taken.putIfAbsent(socket.name(), address);
            if (before != null) {
                throw twice(socket, before);
            }
            requireKind(listener, socket, address);
            requireTrusted(listener, address);
            byName.put(socket.name(), listener.withAddress(address));
        }
        return new ArrayList<>(byName.values());
    }

    private static RefusedSettingException nameless(InheritedSocket socket, TreeSet<String> names) {
        return new RefusedSettingException(
                InheritedSocket.NAMES,
                socket.name(),
                "No listener is called as the inherited descriptor " + socket.descriptor() + " is.",
                "Call it as one of "
                        + names
                        + ", by FileDescriptorName= in its .socket unit or --fdname= of"
                        + " systemd-socket-activate, or set "
                        + OFF
                        + ".");
    }

    private static RefusedSettingException twice(InheritedSocket socket, InheritedAddress before) {
        return new RefusedSettingException(
                InheritedSocket.NAMES,
                socket.name(),
                "The inherited descriptors "
                        + before.descriptor()
                        + " and "
                        + socket.descriptor()
                        + " are both called so, and a listener has one.",
                "Make a .socket unit with a FileDescriptorName= for each, and a listener of that"
                    + " name; a socket at an IPv6 address may serve IPv4, too (BindIPv6Only=).");
    }

    private static InheritedAddress address(InheritedSocket socket) {
        try {
            return InheritedAddress.of(socket.descriptor());
        } catch (IllegalArgumentException e) {
            throw new RefusedSettingException(
                    InheritedSocket.NAMES,
                    socket.name(),
                    "The inherited " + e.getMessage() + ".",
                    "Hand over sockets that listen (ListenStream= with Accept=no) or receive UDP"
                            + " (ListenDatagram=), or set "
                            + OFF
                            + ".",
                    e);
        } catch (UnsupportedOperationException e) {
            throw new RefusedSettingException(
                    InheritedSocket.COUNT,
                    String.valueOf(socket.descriptor()),
                    "Nothing is told of the inherited descriptor: " + e.getMessage() + ".",
                    "Start the JVM with --enable-native-access=ALL-UNNAMED, or set " + OFF + ".",
                    e);
        }
    }

    private static void requireKind(
            ListenerConfig listener, InheritedSocket socket, InheritedAddress address) {
        Kind kind = listener instanceof UdpListenerConfig ? Kind.DATAGRAMS : Kind.CONNECTIONS;
        if (address.kind() != kind) {
            throw new RefusedSettingException(
                    InheritedSocket.NAMES,
                    socket.name(),
                    "The inherited descriptor "
                            + socket.descriptor()
                            + " at "
                            + address.address()
                            + (kind == Kind.DATAGRAMS
                                    ? " accepts connections, and the listener receives datagrams."
                                    : " receives datagrams, and the listener accepts connections."),
                    "Use "
                            + (kind == Kind.DATAGRAMS ? "ListenDatagram=" : "ListenStream=")
                            + " in the .socket unit, or call it as another listener.");
        }
    }

    /** A path in the configuration needs nobody named, for its file says who may connect. */
    private static void requireTrusted(ListenerConfig listener, InheritedAddress address) {
        if (listener instanceof StreamListenerConfig stream
                && stream.proxy().enabled()
                && stream.proxy().trusted().isEmpty()
                && address.address() instanceof InetSocketAddress) {
            String prefix = NamedListeners.PREFIX + listener.name();
            throw new RefusedSettingException(
                    prefix + ".proxy-protocol",
                    stream.proxy().mode().name().toLowerCase(Locale.ROOT),
                    "The inherited descriptor "
                            + address.descriptor()
                            + " is at "
                            + address.address()
                            + ", where nobody is trusted to send the header.",
                    "Name the balancers in " + prefix + ".proxy.trusted.");
        }
    }
}
