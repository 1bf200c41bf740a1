package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole heads of HTTP/1.1 that mean one thing to one reader and another to the next. */
final class RequestHeadSecurityTest {

    private static final Place PLACE = Place.ADMIN_ROUTE;

    /** Where a connection becomes one of HTTP/2, so long for a secret that must not come. */
    private static final int PATIENCE_MILLIS = 3_000;

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void noHeadOpensARoute(Engine engine) throws Exception {
        try (var context = GuardedApplication.start(engine, Guard.LENIENT)) {
            int port = Engine.port(context);
            for (String head : heads(PLACE.path())) {
                Reply reply = RawAsk.send(port, head, PLACE.secret(), PATIENCE_MILLIS);
                assertThat(reply.text()).as(head).doesNotContain(PLACE.secret());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void whatOneRequestMayTheNextOfItsConnectionMayNot(Engine engine) throws Exception {
        try (var context = GuardedApplication.start(engine, Guard.STRICT)) {
            String admin =
                    "GET /admin/route HTTP/1.1\r\nHost: h\r\nAuthorization: "
                            + Caller.ADMIN.credentials()
                            + "\r\n\r\n";
            String anonymous = "GET /admin/items/a/b HTTP/1.1\r\nHost: h\r\n\r\n";
            try (RawClient client = RawClient.connect(Engine.port(context))) {
                client.send(admin + anonymous);
                assertThat(client.reply().text()).isEqualTo(Place.ADMIN_ROUTE.secret());
                assertThat(client.reply().status()).isEqualTo(401);
            }
        }
    }

    private static List<String> heads(String path) {
        String close = "\r\nConnection: close\r\n\r\n";
        String get = "GET " + path + " HTTP/1.1\r\n";
        return List.of(
                get + "Host: 127.0.0.1/open/route?" + close,
                get + "Host: 127.0.0.1/open/route#" + close,
                get + "Host: open@127.0.0.1" + close,
                get + "Host: 127.0.0.1\\open" + close,
                get + "Host: a\r\nHost: b/open" + close,
                get + "Host:" + close,
                get + "X: y" + close,
                get + "Host: a\r\n X: folded" + close,
                "GET " + path + " HTTP/1.0" + close,
                "GET " + path + " HTTP/0.9" + close,
                "GET " + path + close,
                "GET " + path + " http/1.1\r\nHost: a" + close,
                "GET\t" + path + "\tHTTP/1.1\r\nHost: a" + close,
                "GET  " + path + " HTTP/1.1\r\nHost: a" + close,
                " GET " + path + " HTTP/1.1\r\nHost: a" + close,
                "\r\n\r\nGET " + path + " HTTP/1.1\r\nHost: a" + close,
                "GET " + path + "\u0085 HTTP/1.1\r\nHost: a" + close,
                get
                        + "Host: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"
                        + "\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
                "POST /open/route HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + get
                        + "Host: a"
                        + close,
                "POST /open/route HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                        + get
                        + "Host: a"
                        + close,
                "OPTIONS * HTTP/1.1\r\nHost: a\r\nX-Original-URL: " + path + close);
    }
}
