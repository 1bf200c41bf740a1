package io.tako.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The matrix over HTTP/2, and what only HTTP/2 can be asked. */
final class SecurityMatrixHttp2Test {

    private static final List<Place> PLACES =
            List.of(Place.ADMIN_ROUTE, Place.ADMIN_EVENTS, Place.ADMIN_SOCKET, Place.ADMIN_PAGE);

    /** Of sockets only those who are to be refused: one that opens would go on. */
    private static List<Cell> cells() {
        return Matrix.cells(PLACES).stream()
                .filter(cell -> !cell.place().socket() || !cell.admitted())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"TAKO_SHARED, STRICT", "TAKO_SHARED, LENIENT", "TAKO_PER_CORE, LENIENT"})
    void nobodyIsLetThroughWhomReactorNettyRefuses(Engine engine, Guard guard) throws Exception {
        try (var context = GuardedApplication.start(engine, guard)) {
            int port = Engine.port(context);
            Map<Cell, Reply> tako = Matrix.ask(cells(), cell -> ask(port, cell));
            Reply plain = tako.get(new Cell(Place.ADMIN_ROUTE, PathTricks.PLAIN, Caller.ADMIN));
            assertThat(plain).isEqualTo(new Reply(200, Place.ADMIN_ROUTE.secret()));
            assertThat(Matrix.faults(tako, Reference.of(guard))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "REACTOR_NETTY", mode = EnumSource.Mode.EXCLUDE)
    void whatOnlyFieldsOfHttp2CanSayOpensNothing(Engine engine) throws Exception {
        try (var context = GuardedApplication.start(engine, Guard.LENIENT)) {
            int port = Engine.port(context);
            for (Place place : List.of(Place.ADMIN_ROUTE, Place.ADMIN_PAGE)) {
                for (String[] fields : odd(place.path())) {
                    Reply reply = send(port, Http2Bytes.frames().headers(1, true, fields));
                    assertThat(reply.text())
                            .as(Arrays.toString(fields))
                            .doesNotContain(place.secret());
                }
                Reply trailers =
                        send(
                                port,
                                Http2Bytes.frames()
                                        .post(1, "/open/route")
                                        .headers(1, true, ":path", place.path(), ":method", "GET"));
                assertThat(trailers.text()).doesNotContain(place.secret());
            }
        }
    }

    private static List<String[]> odd(String path) {
        String host = "127.0.0.1";
        return List.of(
                request("GET", "/open/route", host, ":path", path),
                request("GET", path, host, ":path", "/open/route"),
                request("GET", "/open/route", host, "x", "y", ":path", path),
                request("GET", "/open/route", host, ":PATH", path),
                request("GET", "/open/route", host, "path", path),
                request("GET", "http://127.0.0.1" + path, host),
                request("GET", path, host + "/open/route?"),
                request("GET", path, host + "/open/route#"),
                request("GET", path, host + "\\open"),
                request("GET", path, "open@" + host),
                request("GET", path, host + "?"),
                request("GET", path, ""),
                request("GET", path, host, "host", host + "/open/route?"),
                request("GET", path, host, ":authority", host + "/open/route?"),
                request("GET", path, host, "authorization", "Basic", "authorization", "Basic"),
                request("GET " + "/open/route" + " HTTP/1.1\r\nx:", path, host),
                request("GET\t", path, host),
                request("CONNECT", path, host),
                request("CONNECT", path, host, ":protocol", "h2c"),
                request("GET", path, host, ":protocol", "websocket"),
                new String[] {
                    ":method", "GET", ":scheme", "http://127.0.0.1/open/route?", ":path", path
                },
                new String[] {":method", "GET", ":scheme", "http", ":path", path},
                new String[] {
                    ":method", "GET", ":scheme", "http", ":path", path, "host", "x/open/route?"
                });
    }

    private static String[] request(String method, String path, String authority, String... more) {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                ":method", method,
                                ":scheme", "http",
                                ":path", path,
                                ":authority", authority));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    private static Reply ask(int port, Cell cell) throws IOException {
        PathTrick trick = cell.trick();
        boolean socket = cell.place().socket() && trick.method().equals("GET");
        List<String> more = new ArrayList<>();
        if (socket) {
            more.addAll(List.of(":protocol", "websocket", "sec-websocket-version", "13"));
        }
        String credentials = cell.caller().credentials();
        if (credentials != null) {
            more.addAll(List.of("authorization", credentials));
        }
        List<String> fields = trick.fieldsFor(cell.place().path());
        for (int i = 0; i < fields.size(); i += 2) {
            more.add(fields.get(i).toLowerCase(Locale.ROOT));
            more.add(fields.get(i + 1));
        }
        String[] all =
                request(
                        socket ? "CONNECT" : trick.method(),
                        trick.target().apply(cell.place().path()),
                        "127.0.0.1",
                        more.toArray(String[]::new));
        return send(port, Http2Bytes.frames().headers(1, !socket, all));
    }

    private static Reply send(int port, Http2Bytes frames) throws IOException {
        try (Http2Client client = Http2Client.connect(port)) {
            Http2Client.Reply reply = client.send(frames).reply(1);
            return new Reply(reply.status() < 1000 ? reply.status() : 0, reply.text());
        }
    }
}
