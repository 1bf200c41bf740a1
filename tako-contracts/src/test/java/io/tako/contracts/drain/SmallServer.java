package io.tako.contracts.drain;

import static io.tako.extract.Extractors.text;
import static io.tako.extract.Handlers.handle;

import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.servers.RunningServer;
import io.tako.respond.Sse;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.TlsConfig;
import io.tako.websocket.Message;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A program that serves every protocol and drains when it is asked to end. */
public final class SmallServer {

    private SmallServer() {}

    /** The arguments are a runtime, a back end, a port, and whether TLS is spoken. */
    public static void main(String[] arguments) throws Exception {
        RuntimeKind kind = RuntimeKind.valueOf(arguments[0]);
        IoPreference io = IoPreference.valueOf(arguments[1]);
        InetSocketAddress address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2]));
        TlsConfig tls = Boolean.parseBoolean(arguments[3]) ? tls() : null;
        RunningServer server =
                RunningServer.start(
                        kind,
                        io,
                        2,
                        listener ->
                                listener.withAddress(address)
                                        .withHttp2(Http2Config.on().withUpgrade(true))
                                        .withTls(tls),
                        routes());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    server.server().drain().join();
                                    server.close();
                                }));
    }

    private static TlsConfig tls() throws Exception {
        return TlsConfig.of(TestAuthority.create("drain").server("localhost").material());
    }

    private static Routes routes() {
        return all ->
                all.get("/", handle(() -> "Hello, World!"))
                        .post(
                                "/slow",
                                handle(
                                        text(),
                                        body -> {
                                            Thread.sleep(20);
                                            return body;
                                        }))
                        .sse(
                                "/events",
                                handle(
                                        () ->
                                                Sse.emit(
                                                        events -> {
                                                            while (true) {
                                                                events.send("tick");
                                                                Thread.sleep(100);
                                                            }
                                                        })))
                        .ws(
                                "/socket",
                                socket -> {
                                    while (socket.receive() instanceof Message.Text text) {
                                        socket.send(text.text());
                                    }
                                });
    }

    /** How it is started and asked. */
    static Target target(RuntimeKind kind, IoPreference io, boolean tls) {
        return new Target(
                kind.displayName() + (tls ? " with TLS" : ""),
                port ->
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallServer.class.getName(),
                                kind.name(),
                                io.name(),
                                String.valueOf(port),
                                String.valueOf(tls)),
                "/",
                "/slow",
                "body",
                door -> "/events",
                "/socket",
                true,
                tls);
    }
}
