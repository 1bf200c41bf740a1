package io.tako.benchmarks.servers;

import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import io.tako.udp.UdpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application with one listener, of raw TCP or UDP, on the runtime there is. */
final class TakoRawServer implements RunningServer {
    private final ConfigurableApplicationContext context;

    private TakoRawServer(Protocol protocol, int port, String... others) {
        List<String> settings = new ArrayList<>(List.of(others));
        settings.add("--server.port=-1");
        settings.add("--tako.listeners.echo.type=" + protocol.label());
        settings.add("--tako.listeners.echo.address=127.0.0.1");
        settings.add("--tako.listeners.echo.port=" + port);
        settings.add("--tako.listeners.echo.handler=" + protocol.label());
        context =
                new SpringApplicationBuilder(Application.class)
                        .bannerMode(Banner.Mode.OFF)
                        .run(settings.toArray(String[]::new));
    }

    static RunningServer start(Protocol protocol, int port, String... settings) {
        return new TakoRawServer(protocol, port, settings);
    }

    @Override
    public int port() {
        return context.getEnvironment().getRequiredProperty("local.tako.echo.port", Integer.class);
    }

    @Override
    public void close() {
        context.close();
    }

    /** The handlers as a user writes them; the listener names one of them. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        TcpHandler tcp() {
            return Application::echo;
        }

        @Bean
        UdpHandler udp() {
            return datagram -> datagram.reply(datagram.bytes());
        }

        /** While the server drains, what has come is still sent back. */
        private static void echo(TcpConnection connection) throws IOException {
            byte[] bytes = connection.read();
            while (bytes != null) {
                connection.write(bytes);
                bytes = connection.draining() ? null : connection.read();
            }
        }
    }
}
