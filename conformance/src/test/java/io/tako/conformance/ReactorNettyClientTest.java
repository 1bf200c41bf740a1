package io.tako.conformance;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty's client. It takes h2c as prior knowledge. */
final class ReactorNettyClientTest extends ClientContract {

    @Override
    List<Wire> wires() {
        return List.of(Wire.HTTP1, Wire.HTTP1_TLS, Wire.H2C_PRIOR_KNOWLEDGE, Wire.H2);
    }

    @Override
    boolean showsTrailers(Wire wire) {
        return true;
    }

    private HttpClient client(Wire wire, ConnectionProvider connections) throws Exception {
        HttpClient client = HttpClient.create(connections);
        TrustManagerFactory trust = servers().authority().trust();
        Http11SslContextSpec http1 =
                Http11SslContextSpec.forClient().configure(tls -> tls.trustManager(trust));
        Http2SslContextSpec http2 =
                Http2SslContextSpec.forClient().configure(tls -> tls.trustManager(trust));
        return switch (wire) {
            case HTTP1 -> client.protocol(HttpProtocol.HTTP11);
            case H2C_PRIOR_KNOWLEDGE, H2C_UPGRADE -> client.protocol(HttpProtocol.H2C);
            case HTTP1_TLS ->
                    client.protocol(HttpProtocol.HTTP11).secure(tls -> tls.sslContext(http1));
            case H2 -> client.protocol(HttpProtocol.H2).secure(tls -> tls.sslContext(http2));
        };
    }

    @Override
    Answer send(Wire wire, String method, URI uri, byte @Nullable [] body) throws Exception {
        ConnectionProvider connections = ConnectionProvider.create("one", 1);
        try {
            HttpClient client = client(wire, connections);
            return Objects.requireNonNull(exchange(client, method, uri, body).block());
        } finally {
            connections.disposeLater().block();
        }
    }

    @Override
    List<Answer> parallel(Wire wire, URI uri, int many) throws Exception {
        ConnectionProvider connections =
                ConnectionProvider.builder("many")
                        .maxConnections(10)
                        .pendingAcquireMaxCount(-1)
                        .build();
        try {
            HttpClient client = client(wire, connections);
            return Objects.requireNonNull(
                    Flux.range(0, many)
                            .flatMap(i -> exchange(client, "GET", uri, null), many)
                            .collectList()
                            .block());
        } finally {
            connections.disposeLater().block();
        }
    }

    private static Mono<Answer> exchange(
            HttpClient client, String method, URI uri, byte @Nullable [] body) {
        return client.request(HttpMethod.valueOf(method))
                .uri(uri)
                .send(
                        body == null
                                ? Mono.empty()
                                : Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle(
                        (response, content) ->
                                content.asByteArray()
                                        .defaultIfEmpty(new byte[0])
                                        .zipWith(
                                                response.trailerHeaders(),
                                                (bytes, trailers) ->
                                                        answer(response, bytes, trailers)));
    }

    private static Answer answer(
            HttpClientResponse response,
            byte[] body,
            Iterable<Map.Entry<String, String>> trailers) {
        String version = response.version().text().replace("HTTP/", "").replace(".0", "");
        return new Answer(
                response.status().code(),
                version,
                map(response.responseHeaders()),
                body,
                map(trailers));
    }

    private static Map<String, String> map(Iterable<Map.Entry<String, String>> fields) {
        Map<String, String> map = new TreeMap<>();
        fields.forEach(one -> map.put(one.getKey().toLowerCase(Locale.ROOT), one.getValue()));
        return map;
    }
}
