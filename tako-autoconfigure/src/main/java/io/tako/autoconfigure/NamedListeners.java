package io.tako.autoconfigure;

import io.tako.autoconfigure.ListenerProperties.Protocol;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.InheritedSocket;
import io.tako.runtime.SocketFileException;
import io.tako.runtime.UnixAddress;
import io.tako.transport.HttpService;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsOptions;
import io.tako.transport.config.UdpListenerConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;

/**
 * The listeners beside the primary one: those of {@code tako.listeners.*}, and what {@link
 * ListenerCustomizer} beans add. What cannot be served is refused by the property that says it.
 */
final class NamedListeners {

    private static final Logger log = LoggerFactory.getLogger(NamedListeners.class);

    static final String PREFIX = "tako.listeners.";
    private static final int MOST_PORT = 65_535;

    private final TakoSettings settings;
    private final Map<String, ListenerProperties> properties;
    private final List<ListenerCustomizer> customizers;

    NamedListeners(
            TakoSettings settings,
            Map<String, ListenerProperties> properties,
            List<ListenerCustomizer> customizers) {
        this.settings = settings;
        this.properties = properties;
        this.customizers = customizers;
    }

    /**
     * What they are told.
     *
     * @param listeners in the order they are opened in
     * @param tls where it comes from, by the names of listeners
     */
    record Told(List<ListenerConfig> listeners, Map<String, WebServerTls> tls) {

        static final Told NONE = new Told(List.of(), Map.of());
    }

    /**
     * Like the primary listener in what they leave out.
     *
     * @throws RefusedSettingException if a property cannot be honoured
     */
    Told told(HttpListenerConfig primary, @Nullable SslBundles bundles, TlsOptions options) {
        List<ListenerConfig> listeners = new ArrayList<>();
        Map<String, WebServerTls> tls = new LinkedHashMap<>();
        properties.forEach(
                (name, said) -> {
                    if (name.equals(primary.name())) {
                        throw new RefusedSettingException(
                                PREFIX + name,
                                name,
                                "That is the name of the listener which server.* makes.",
                                "Choose another name, or set server.port.");
                    }
                    SocketSettings.refuseForeign(PREFIX + name, said);
                    WebServerTls own = tls(name, said.ssl(), bundles, options);
                    if (own != null) {
                        tls.put(name, own);
                    }
                    TlsConfig secured = own == null ? null : own.config();
                    ListenerConfig listener =
                            switch (said.type()) {
                                case HTTP -> http(name, said, primary).withTls(secured);
                                case TCP -> tcp(name, said, primary).withTls(secured);
                                case UDP -> udp(name, said, primary);
                            };
                    listeners.add(listener);
                });
        Listeners all = new Listeners(primary, listeners);
        customizers.forEach(customizer -> customizer.customize(all));
        return new Told(all.all(), tls);
    }

    /** Null where connections are in clear text. */
    private static @Nullable WebServerTls tls(
            String name, @Nullable Ssl ssl, @Nullable SslBundles bundles, TlsOptions options) {
        return ssl == null || !ssl.isEnabled()
                ? null
                : new WebServerTls(ssl, PREFIX + name + ".ssl", bundles, options);
    }

    private TcpListenerConfig tcp(
            String name, ListenerProperties said, HttpListenerConfig primary) {
        String prefix = PREFIX + name;
        return TcpListenerConfig.on(
                        name, address(prefix, said), SocketSettings.handler(prefix, said))
                .withOptions(TakoSettings.tcp(prefix, said, primary))
                .withProxy(settings.proxy(prefix, said))
                .withFilter(settings.filter(prefix, said, primary.filter()));
    }

    private UdpListenerConfig udp(
            String name, ListenerProperties said, HttpListenerConfig primary) {
        String prefix = PREFIX + name;
        ListenerProperties.Udp own =
                said.udp() == null ? ListenerProperties.Udp.DEFAULTS : said.udp();
        return UdpListenerConfig.on(
                        name, internet(prefix, said), SocketSettings.handler(prefix, said))
                .withOptions(TakoSettings.udp(prefix, own))
                .withSocket(TakoSettings.datagrams(prefix, own))
                .withFilter(settings.filter(prefix, said, primary.filter()));
    }

    private HttpListenerConfig http(
            String name, ListenerProperties said, HttpListenerConfig primary) {
        String prefix = PREFIX + name;
        return primary.withName(name)
                .withAddress(address(prefix, said))
                .withRouter(said.router())
                .withTls(null)
                .withHttp2(http2(prefix, said, primary.http2()))
                .withLimits(settings.limits(prefix, said.limits(), primary.limits()))
                .withTimeouts(settings.timeouts(prefix, said.timeouts(), primary.timeouts()))
                .withProxy(settings.proxy(prefix, said))
                .withFilter(settings.filter(prefix, said, primary.filter()));
    }

    private static SocketAddress address(String prefix, ListenerProperties said) {
        return said.path() == null ? internet(prefix, said) : unix(prefix, said.path(), said);
    }

    private static InetSocketAddress internet(String prefix, ListenerProperties said) {
        Map<String, @Nullable String> ofFiles = new LinkedHashMap<>();
        ofFiles.put(".permissions", said.permissions());
        ofFiles.put(".owner", said.owner());
        ofFiles.put(".group", said.group());
        ofFiles.forEach(
                (key, value) -> {
                    if (value != null) {
                        throw new RefusedSettingException(
                                prefix + key,
                                value,
                                "A port has no file that could have it.",
                                "Remove " + prefix + key + ", or set " + prefix + ".path.");
                    }
                });
        Integer port = said.port();
        if (port == null) {
            throw new RefusedSettingException(
                    prefix + ".port",
                    "",
                    "A listener needs a port or a path.",
                    "Set "
                            + prefix
                            + ".port, where 0 lets the system choose, or "
                            + prefix
                            + ".path.");
        }
        if (port < 0 || port > MOST_PORT) {
            throw new RefusedSettingException(
                    prefix + ".port",
                    String.valueOf(port),
                    "There is no such port.",
                    "Choose one from 1 to 65535, or 0 to let the system choose.");
        }
        return said.address() == null
                ? new InetSocketAddress(port)
                : new InetSocketAddress(said.address(), port);
    }

    private static UnixAddress unix(String prefix, String path, ListenerProperties said) {
        if (said.port() != null || said.address() != null) {
            throw new RefusedSettingException(
                    prefix + ".path",
                    path,
                    "A listener has a path, or a port and its network address, and not both.",
                    "Make two listeners of it.");
        }
        try {
            UnixAddress address =
                    UnixAddress.of(path)
                            .withPermissions(permissions(prefix, said.permissions()))
                            .withOwner(said.owner())
                            .withGroup(said.group());
            boolean owned =
                    said.permissions() != null || said.owner() != null || said.group() != null;
            if (address.isAbstract() && owned) {
                throw new RefusedSettingException(
                        prefix + ".path",
                        path,
                        "An abstract name has no file, so that whoever finds it may connect.",
                        "Remove permissions, owner and group, or name a file.");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new RefusedSettingException(
                    prefix + ".path",
                    path,
                    "That is no place for a socket.",
                    "Write the path of a file, or @ and a name.",
                    e);
        }
    }

    private static @Nullable Set<PosixFilePermission> permissions(
            String prefix, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return PosixFilePermissions.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedSettingException(
                    prefix + ".permissions",
                    text,
                    "Permissions are nine letters or dashes.",
                    "Write them as ls does, such as rw-rw----; who may write may connect.",
                    e);
        }
    }

    private static Http2Config http2(String prefix, ListenerProperties said, Http2Config standard) {
        List<Protocol> protocols = said.protocols();
        if (protocols == null) {
            return standard;
        }
        String property = prefix + ".protocols";
        String value =
                protocols.stream()
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
        boolean secure = said.ssl() != null && said.ssl().isEnabled();
        if (protocols.contains(Protocol.H3)) {
            throw new RefusedSettingException(
                    property, value, "Tako does not speak HTTP/3 yet.", "Leave h3 out.");
        }
        if (protocols.contains(Protocol.H2) && !secure) {
            throw new RefusedSettingException(
                    property,
                    value,
                    "h2 is HTTP/2 over TLS, and the listener speaks in clear text.",
                    "Set " + prefix + ".ssl.bundle, or write h2c for HTTP/2 in clear text.");
        }
        if (protocols.contains(Protocol.H2C) && secure) {
            throw new RefusedSettingException(
                    property,
                    value,
                    "h2c is HTTP/2 in clear text, and the listener speaks TLS.",
                    "Write h2, or remove " + prefix + ".ssl.");
        }
        if (!protocols.contains(Protocol.H1)) {
            throw new RefusedSettingException(
                    property,
                    value,
                    "HTTP/1.1 is spoken on every listener of type http.",
                    "Add h1.");
        }
        return standard.enabled(protocols.size() > 1);
    }

    /**
     * Checks all listeners of a server against each other.
     *
     * @throws RefusedSettingException if two have the same address
     */
    static void requireDifferentAddresses(List<ListenerConfig> listeners) {
        for (int i = 0; i < listeners.size(); i++) {
            for (ListenerConfig before : listeners.subList(0, i)) {
                ListenerConfig listener = listeners.get(i);
                if (before instanceof UdpListenerConfig == listener instanceof UdpListenerConfig
                        && same(before.address(), listener.address())) {
                    throw new RefusedSettingException(
                            placeProperty(listener),
                            place(listener.address()),
                            "The listener \"" + before.name() + "\" has that address.",
                            "Give each listener an address or a port of its own.");
                }
            }
        }
    }

    private static boolean same(SocketAddress one, SocketAddress other) {
        if (one instanceof UnixAddress unix) {
            return unix.equals(other);
        }
        return one instanceof InetSocketAddress first
                && other instanceof InetSocketAddress second
                && first.getPort() != 0
                && first.getPort() == second.getPort()
                && (first.equals(second) || anyLocal(first) || anyLocal(second));
    }

    private static boolean anyLocal(InetSocketAddress address) {
        return address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    }

    /**
     * Checks that there is a router for each listener, and tells which router is served by none.
     *
     * @throws RefusedSettingException if a listener names one that is not there
     */
    static void requireRouters(List<ListenerConfig> listeners, Map<String, HttpService> services) {
        TreeSet<String> unserved = new TreeSet<>(services.keySet());
        for (ListenerConfig listener : listeners) {
            if (listener instanceof HttpListenerConfig http) {
                unserved.remove(http.router());
                if (!services.containsKey(http.router())) {
                    throw new RefusedSettingException(
                            PREFIX + http.name() + ".router",
                            http.router(),
                            "No Routes bean belongs to a router of that name.",
                            "Name one of "
                                    + new TreeSet<>(services.keySet())
                                    + ", or make a bean by Routes.named(\""
                                    + http.router()
                                    + "\", ...).");
                }
            }
        }
        unserved.remove(HttpListenerConfig.MAIN_ROUTER);
        unserved.forEach(
                name -> log.warn("Router \"{}\" has routes, but no listener serves it", name));
    }

    /** The refusal of an address that a listener could not have. */
    static RefusedSettingException notBound(ListenerConfig listener, Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String reason = "The listener \"" + listener.name() + "\" cannot have it: ";
        if (cause instanceof SocketFileException file
                && file.part() != SocketFileException.Part.PATH) {
            String key = file.part().name().toLowerCase(Locale.ROOT);
            return new RefusedSettingException(
                    PREFIX + listener.name() + "." + key,
                    file.value(),
                    reason + cause.getMessage() + ".",
                    "Choose what this process may set, or leave it out.",
                    failure);
        }
        if (listener.address() instanceof InheritedAddress) {
            return new RefusedSettingException(
                    InheritedSocket.NAMES,
                    listener.name(),
                    reason + cause.getMessage() + ".",
                    "Look at its .socket unit, or set tako.socket-activation=off.",
                    failure);
        }
        return new RefusedSettingException(
                placeProperty(listener),
                place(listener.address()),
                reason + cause.getMessage() + ".",
                listener.address() instanceof UnixAddress
                        ? "End what listens there, or name a path in a directory where this process"
                                + " may make files."
                        : "End what listens there, or choose another address or port; port 0 lets"
                                + " the system choose.",
                failure);
    }

    private static String placeProperty(ListenerConfig listener) {
        return PREFIX
                + listener.name()
                + (listener.address() instanceof UnixAddress ? ".path" : ".port");
    }

    private static String place(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> String.valueOf(inet.getPort());
            case UnixAddress unix -> unix.name();
            default -> address.toString();
        };
    }

    /** In the words of the log. */
    static String describe(ListenerConfig listener) {
        String spoken = spoken(listener);
        return listener.address() instanceof InheritedAddress ? spoken + "; inherited" : spoken;
    }

    private static String spoken(ListenerConfig listener) {
        return switch (listener) {
            case HttpListenerConfig http ->
                    (http.tls() == null ? "http" : "https")
                            + ": "
                            + String.join(", ", http.protocols())
                            + "; router "
                            + http.router();
            case TcpListenerConfig tcp ->
                    (tcp.tls() == null ? "tcp" : "tcp over TLS") + "; handler " + tcp.handler();
            case UdpListenerConfig udp -> "udp; handler " + udp.handler();
        };
    }
}
