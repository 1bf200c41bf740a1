package io.tako.docs;

import static io.tako.extract.Extractors.path;
import static io.tako.extract.Handlers.handle;

import io.netty.channel.unix.DomainSocketAddress;
import io.tako.routing.Routes;
import java.nio.file.Path;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** The code of the page on calling others. */
final class ClientSnippets {

    /** A route that asks another server. */
    @Configuration(proxyBeanMethods = false)
    static class Weather {

        // tag::call[]
        @Bean
        Routes weather(WebClient.Builder builder) {
            WebClient stations = builder.baseUrl("http://localhost:8081").build();
            return routes ->
                    routes.get(
                            "/weather/{station}",
                            handle(
                                    path("station"),
                                    station ->
                                            stations.get()
                                                    .uri("/stations/{station}", station)
                                                    .retrieve()
                                                    .bodyToMono(String.class)));
        }
        // end::call[]
    }

    /** Clients that speak HTTP/2. */
    @Configuration(proxyBeanMethods = false)
    static class Http2 {

        // tag::http2[]
        @Bean
        ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> http2() {
            return connector ->
                    connector.withHttpClientCustomizer(client -> client.protocol(HttpProtocol.H2C));
        }
        // end::http2[]
    }

    // tag::unix[]
    WebClient overUnixSocket(ReactorResourceFactory resources, Path socket) {
        HttpClient client =
                HttpClient.create(resources.getConnectionProvider())
                        .runOn(resources.getLoopResources())
                        .remoteAddress(() -> new DomainSocketAddress(socket.toFile()));
        return WebClient.builder().clientConnector(new ReactorClientHttpConnector(client)).build();
    }
    // end::unix[]
}
