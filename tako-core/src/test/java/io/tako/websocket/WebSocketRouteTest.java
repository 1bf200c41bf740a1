package io.tako.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Response;
import io.tako.http.TestExchange;
import io.tako.routing.InvalidRouteException;
import io.tako.routing.Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class WebSocketRouteTest {

    private static final WebSocketHandler HANDLER = socket -> {};

    private static TestExchange handshake(String path) {
        return TestExchange.get(path)
                .withAuthority("shop.example")
                .withHeader("Upgrade", "websocket")
                .withHeader("Connection", "Upgrade")
                .withHeader("Sec-WebSocket-Version", "13")
                .withHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static WebSocketUpgrade upgrade(Response response) {
        return (WebSocketUpgrade) response.body();
    }

    @Test
    void aHandshakeIsAnsweredWith101AndWhatTheTransportNeeds() {
        Router router = Router.builder().ws("/chat/{room}", HANDLER).build();
        Response response = router.handle(handshake("/chat/7"));
        assertThat(response.status().value()).isEqualTo(101);
        assertThat(response.header("Sec-WebSocket-Accept"))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        WebSocketUpgrade upgrade = upgrade(response);
        assertThat(upgrade.protocol()).isEqualTo("websocket");
        assertThat(upgrade.handler()).isSameAs(HANDLER);
        assertThat(upgrade.request().pathVariable("room")).isEqualTo("7");
        assertThat(upgrade.options()).isEqualTo(WebSocketOptions.defaults());
        assertThat(upgrade.deflate()).isNull();
    }

    @Test
    void connectIsAnsweredWith200AndWithoutAKey() {
        Router router = Router.builder().ws("/chat", HANDLER).build();
        TestExchange exchange =
                TestExchange.of(HttpMethod.valueOf("CONNECT"), "/chat")
                        .withConnectProtocol("websocket")
                        .withHeader("Sec-WebSocket-Version", "13");
        Response response = router.handle(exchange);
        assertThat(response.status().value()).isEqualTo(200);
        assertThat(response.header("Sec-WebSocket-Accept")).isNull();
        assertThat(upgrade(response).handler()).isSameAs(HANDLER);
    }

    @Test
    void connectToAnotherProtocolIs501() {
        Router router = Router.builder().ws("/chat", HANDLER).build();
        TestExchange exchange =
                TestExchange.of(HttpMethod.valueOf("CONNECT"), "/chat")
                        .withConnectProtocol("connect-udp");
        assertThat(router.handle(exchange).status().value()).isEqualTo(501);
        TestExchange plain = TestExchange.of(HttpMethod.valueOf("CONNECT"), "/chat");
        assertThat(router.handle(plain).status().value()).isEqualTo(501);
    }

    @Test
    void optionsOfTheInnermostRouterHoldUnlessTheRouteHasItsOwn() {
        WebSocketOptions outer = WebSocketOptions.defaults().withLimits(10, 10);
        WebSocketOptions inner = WebSocketOptions.defaults().withLimits(20, 20);
        WebSocketOptions own = WebSocketOptions.defaults().withLimits(30, 30);
        Router router =
                Router.builder()
                        .ws("/outer", HANDLER)
                        .scope(
                                scope ->
                                        scope.ws("/inner", HANDLER)
                                                .ws("/own", HANDLER, own)
                                                .webSocketDefaults(inner))
                        .scope(scope -> scope.ws("/beside", HANDLER))
                        .webSocketDefaults(outer)
                        .build();
        assertThat(upgrade(router.handle(handshake("/outer"))).options()).isEqualTo(outer);
        assertThat(upgrade(router.handle(handshake("/inner"))).options()).isEqualTo(inner);
        assertThat(upgrade(router.handle(handshake("/own"))).options()).isEqualTo(own);
        assertThat(upgrade(router.handle(handshake("/beside"))).options()).isEqualTo(outer);
    }

    @Test
    void aSocketAndAGetOfTheSamePathClash() {
        assertThatThrownBy(
                        () ->
                                Router.builder()
                                        .get("/chat", request -> Response.ok())
                                        .ws("/chat", HANDLER)
                                        .build())
                .isInstanceOf(InvalidRouteException.class)
                .hasMessageContaining("GET /chat");
    }

    /** What the client calls the server is {@code shop.example} here. */
    @ParameterizedTest
    @CsvSource({
        "'', https://shop.example, true",
        "'', http://shop.example, true",
        "'', https://SHOP.example:443, true",
        "'', http://shop.example:80, true",
        "'', https://shop.example:8443, false",
        "'', https://shop.example.evil.example, false",
        "'', https://evil.example, false",
        "'', null, false",
        "'', shop.example, false",
        "*, https://evil.example, true",
        "*, null, true",
        "https://a.example, https://a.example, true",
        "https://a.example, https://A.example:443, true",
        "https://a.example:443, https://a.example, true",
        "https://a.example, http://a.example, false",
        "https://a.example, https://b.a.example, false",
        "https://a.example, https://shop.example, false",
        "null, null, true"
    })
    void pagesOfTheServerItselfOrOfTheOriginsNamedMayConnect(
            String allowed, String origin, boolean passes) {
        WebSocketOptions options =
                allowed.isEmpty()
                        ? WebSocketOptions.defaults()
                        : WebSocketOptions.defaults().withAllowedOrigins(allowed);
        Router router = Router.builder().ws("/", HANDLER, options).build();
        Response response = router.handle(handshake("/").withHeader("Origin", origin));
        assertThat(response.status().value()).isEqualTo(passes ? 101 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://",
                "https://a.example/",
                "https://a.example?b",
                "a b"
            })
    void whatIsNoOriginIsRefused(String origin) {
        assertThatThrownBy(() -> WebSocketOptions.defaults().withAllowedOrigins(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(origin);
    }

    @Test
    void optionsOutOfBoundsAreRefused() {
        WebSocketOptions options = WebSocketOptions.defaults();
        assertThatThrownBy(() -> options.withLimits(0, 1)).hasMessageContaining("maxFrame");
        assertThatThrownBy(() -> options.withLimits(1, Integer.MAX_VALUE))
                .hasMessageContaining("maxMessage");
        assertThatThrownBy(() -> options.withSubprotocols("a", "a")).hasMessageContaining("once");
        assertThatThrownBy(() -> options.withSubprotocols("a b")).hasMessageContaining("token");
        assertThatThrownBy(() -> options.withCloseTimeout(java.time.Duration.ZERO))
                .hasMessageContaining("closeTimeout");
        assertThatThrownBy(() -> options.withPingInterval(java.time.Duration.ofSeconds(-1)))
                .hasMessageContaining("pingInterval");
    }
}
