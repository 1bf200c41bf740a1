package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.AbstractProtocolSslContextSpec;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** What a server has to answer to a client that speaks nothing but its protocol. */
@SuppressWarnings("NullAway.Init")
abstract class HttpContract {
    static final String ADA = "{\"name\":\"Ada\",\"email\":\"ada@example.org\",\"age\":36}";
    static RunningServer server;
    private static ConnectionProvider connections;
    private static HttpClient client;

    @Parameter(0)
    Servers which;

    @Parameter(1)
    Protocol protocol;

    @BeforeParameterizedClassInvocation
    static void start(Servers which, Protocol protocol) throws Exception {
        server = Started.server(which, protocol);
        connections = ConnectionProvider.create("test");
        client = client(protocol);
    }

    @AfterParameterizedClassInvocation
    static void end() {
        connections.dispose();
        server.close();
    }

    @Test
    void answersPlaintext() {
        Answer answer = get("/plaintext");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/plain");
        assertThat(answer.length()).isEqualTo("13");
        assertThat(answer.body()).isEqualTo("Hello, World!");
    }

    @Test
    void answersJson() {
        Answer answer = get("/json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("application/json");
        assertThat(answer.length()).isEqualTo("27");
        assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, World!\"}");
    }

    @Test
    void answersTheUserItWasSentWithTheIdOfThePath() {
        Answer answer =
                answer(
                        client.headers(headers -> headers.set("content-type", "application/json"))
                                .post()
                                .uri("/users/9007199254740993")
                                .send(ByteBufFlux.fromString(Mono.just(ADA))));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.type()).startsWith("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"id\":9007199254740993,\"name\":\"Ada\","
                                + "\"email\":\"ada@example.org\",\"age\":36}");
    }

    @Test
    void anotherPathIsNotFound() {
        assertThat(get("/other").status()).isEqualTo(404);
    }

    private Answer get(String path) {
        return answer(client.get().uri(path));
    }

    private static Answer answer(HttpClient.ResponseReceiver<?> request) {
        return Objects.requireNonNull(
                request.responseSingle(
                                (head, body) ->
                                        body.asString()
                                                .defaultIfEmpty("")
                                                .map(text -> Answer.of(head, text)))
                        .block());
    }

    private static HttpClient client(Protocol protocol) {
        HttpClient client = HttpClient.create(connections).host("127.0.0.1").port(server.port());
        return switch (protocol) {
            case HTTP2 -> client.protocol(HttpProtocol.H2C);
            case HTTP1_TLS ->
                    client.secure(
                            tls -> tls.sslContext(trusting(Http11SslContextSpec.forClient())));
            case HTTP2_TLS ->
                    client.protocol(HttpProtocol.H2)
                            .secure(
                                    tls ->
                                            tls.sslContext(
                                                    trusting(Http2SslContextSpec.forClient())));
            default -> client;
        };
    }

    private static GenericSslContextSpec<?> trusting(AbstractProtocolSslContextSpec<?> spec) {
        return spec.configure(
                builder -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
    }

    private record Answer(int status, String type, String length, String body) {

        static Answer of(HttpClientResponse head, String body) {
            HttpHeaders headers = head.responseHeaders();
            return new Answer(
                    head.status().code(),
                    headers.get("content-type", ""),
                    headers.get("content-length", ""),
                    body);
        }
    }
}
