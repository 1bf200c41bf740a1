package io.tako.extract;

import io.tako.http.Connection;
import io.tako.http.Request;
import io.tako.http.RouterSettings;
import io.tako.http.TestExchange;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;

/** A request as a router would hand it to an extractor, built by a test. */
final class TestRequest {

    private final TestExchange exchange;
    private RouterSettings settings = RouterSettings.defaults();
    private String pattern = "";
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private TestRequest(TestExchange exchange) {
        this.exchange = exchange;
    }

    static TestRequest get(String target) {
        return new TestRequest(TestExchange.get(target));
    }

    static TestRequest head(String target) {
        return new TestRequest(TestExchange.of(HttpMethod.HEAD, target));
    }

    static TestRequest post(String contentType, String body) {
        return post(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static TestRequest post(String contentType, byte[] body) {
        return new TestRequest(TestExchange.of(HttpMethod.POST, "/").withBody(body, contentType));
    }

    static TestRequest chunked(String contentType, String body) {
        return new TestRequest(
                TestExchange.of(HttpMethod.POST, "/")
                        .withChunkedBody(body.getBytes(StandardCharsets.UTF_8), contentType));
    }

    TestRequest field(String name, String value) {
        exchange.withHeader(name, value);
        return this;
    }

    TestRequest variable(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    TestRequest pattern(String matched) {
        pattern = matched;
        return this;
    }

    TestRequest settings(RouterSettings other) {
        settings = other;
        return this;
    }

    TestRequest peer(SocketAddress address) {
        exchange.withRemoteAddress(address);
        return this;
    }

    TestRequest encrypted() {
        exchange.withTls(new Connection.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "", List.of()));
        return this;
    }

    Request request() {
        Request unmatched = exchange.request(settings);
        return new Request(
                exchange,
                unmatched.path(),
                unmatched.query(),
                settings,
                pattern,
                names.toArray(String[]::new),
                values.toArray(String[]::new));
    }
}
