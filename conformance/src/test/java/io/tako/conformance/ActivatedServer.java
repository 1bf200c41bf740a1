package io.tako.conformance;

import io.tako.contracts.servers.RunningServer;
import io.tako.runtime.InheritedAddress;
import io.tako.runtime.InheritedSocket;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import io.tako.runtime.shared.SharedRuntime;
import io.tako.transport.HttpService;
import io.tako.transport.SocketHandlers;
import io.tako.transport.TakoServer;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.ListenerConfig;
import io.tako.transport.config.ServerConfig;
import io.tako.transport.config.TcpListenerConfig;
import io.tako.transport.config.UdpListenerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that serves the sockets it was started with: raw ones by their names, the others by
 * HTTP. Ends when it is asked to.
 */
final class ActivatedServer {

    static final String TCP = "tcp";
    static final String UDP = "udp";

    private ActivatedServer() {}

    /** The argument names a runtime. */
    static void main(String[] arguments) throws Exception {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (InheritedSocket socket :
                InheritedSocket.listed(System.getenv(), ProcessHandle.current().pid())) {
            InheritedAddress address = InheritedAddress.of(socket.descriptor());
            listeners.add(
                    switch (socket.name()) {
                        case TCP -> TcpListenerConfig.on(TCP, address, "echo");
                        case UDP -> UdpListenerConfig.on(UDP, address, "echo");
                        default ->
                                HttpListenerConfig.on(address)
                                        .withName(socket.name())
                                        .withHttp2(Http2Config.on());
                    });
        }
        RuntimeConfig config = RuntimeConfig.defaults().withLoops(2).withInherits(true);
        TakoRuntime runtime =
                RuntimeKind.valueOf(arguments[0]) == RuntimeKind.SHARED
                        ? SharedRuntime.open(config)
                        : PerCoreRuntime.open(config);
        TakoServer server =
                new TakoServer(
                        runtime,
                        ServerConfig.of(listeners.toArray(ListenerConfig[]::new)),
                        Map.of(
                                HttpListenerConfig.MAIN_ROUTER,
                                HttpService.of(RunningServer.router(ConformanceServer.routes()))),
                        new SocketHandlers(
                                Map.of(
                                        "echo",
                                        connection ->
                                                connection.write(connection.readToEnd(1 << 16))),
                                Map.of("echo", datagram -> datagram.reply(datagram.bytes()))));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.drain().join()));
        Thread.currentThread().join();
    }
}
