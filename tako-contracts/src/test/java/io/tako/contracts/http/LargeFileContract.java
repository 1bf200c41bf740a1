package io.tako.contracts.http;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.EveryBackEnd;
import io.tako.contracts.OneInstance;
import io.tako.contracts.ServerContract;
import io.tako.contracts.peers.Http2Bytes;
import io.tako.contracts.peers.Http2Client;
import io.tako.contracts.peers.RawClient;
import io.tako.contracts.peers.TestAuthority;
import io.tako.contracts.peers.TlsPeer;
import io.tako.contracts.peers.UnixSocket;
import io.tako.contracts.servers.RunningServer;
import io.tako.http.Body;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.runtime.UnixAddress;
import io.tako.transport.config.Http2Config;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files whose places and lengths need more than 32 bits, on every runtime and every back end, over
 * whatever HTTP is spoken.
 */
@EveryBackEnd
@OneInstance
final class LargeFileContract extends ServerContract {

    private static final long TWO_GIB = 1L << 31;
    private static final long FOUR_GIB = 1L << 32;

    /** Reading so much of a large part shows that it has begun, and where. */
    private static final int BEGINNING = 100_000;

    private Path directory = Path.of("");
    private @Nullable SparseFile file;

    LargeFileContract(RuntimeKind kind, IoPreference io) {
        super(kind, io);
    }

    @OneInstance.Start
    void makeFile(@TempDir Path place) throws IOException {
        directory = place;
        file =
                SparseFile.with(
                        directory.resolve("sparse.bin"),
                        0,
                        100,
                        TWO_GIB,
                        FOUR_GIB,
                        FOUR_GIB + 100,
                        SparseFile.SIZE);
    }

    @AfterEach
    void stop() {
        close();
    }

    private SparseFile file() {
        return Objects.requireNonNull(file);
    }

    private void serve(UnaryOperator<HttpListenerConfig> settings) {
        Routes routes =
                to ->
                        to.get("/", handle(() -> "hello"))
                                .get("/path", handle(() -> file().path()))
                                .get("/part/{from}/{length}", this::part);
        run(RunningServer.start(kind, io, 1, settings, routes));
    }

    private Response part(Request request) {
        long from = Long.parseLong(Objects.requireNonNull(request.pathVariable("from")));
        long length = Long.parseLong(Objects.requireNonNull(request.pathVariable("length")));
        return Response.ok().body(new Body.File(file().path(), from, length));
    }

    private interface Ask {
        void part(long from, int length) throws Exception;
    }

    /** Short parts at each place at which 31 or 32 bits come to their end. */
    private static void eachShortPart(Ask ask) throws Exception {
        for (int length : new int[] {0, 1, 10, 70_000}) {
            for (long from :
                    new long[] {
                        0,
                        100,
                        TWO_GIB - 5,
                        TWO_GIB - 1,
                        TWO_GIB,
                        TWO_GIB + 1,
                        FOUR_GIB - 5,
                        FOUR_GIB - 1,
                        FOUR_GIB,
                        FOUR_GIB + 1,
                        FOUR_GIB + 100,
                        SparseFile.SIZE - length
                    }) {
                ask.part(from, length);
            }
        }
    }

    private void askForPart(RawClient client, long from, int length) throws IOException {
        byte[] expected = file().read(from, length);
        client.send("GET /part/" + from + "/" + length + " HTTP/1.1\r\nHost: a\r\n\r\n");
        RawClient.Reply part = client.reply();
        assertThat(part.field("content-length")).isEqualTo("" + length);
        assertThat(part.body()).as("%d from %d", length, from).isEqualTo(expected);
        if (length > 0) {
            String range = "bytes=" + from + "-" + (from + length - 1);
            client.send("GET /path HTTP/1.1\r\nHost: a\r\nRange: " + range + "\r\n\r\n");
            RawClient.Reply reply = client.reply();
            assertThat(reply.status()).isEqualTo(206);
            assertThat(reply.field("content-range"))
                    .isEqualTo(range.replace('=', ' ') + "/" + SparseFile.SIZE);
            assertThat(reply.body()).as(range).isEqualTo(expected);
        }
    }

    @Test
    void shortPartsAreRightInClearText() throws Exception {
        serve(listener -> listener);
        try (RawClient client = RawClient.connect(port())) {
            eachShortPart((from, length) -> askForPart(client, from, length));
        }
    }

    @Test
    void shortPartsAreRightOverAUnixSocket() throws Exception {
        Path socket = directory.resolve("a.sock");
        serve(listener -> listener.withAddress(UnixAddress.of(socket.toString())));
        try (RawClient client = RawClient.over(UnixSocket.connect(socket))) {
            eachShortPart((from, length) -> askForPart(client, from, length));
        }
    }

    @Test
    void shortPartsAreRightOverTls() throws Exception {
        TestAuthority authority = TestAuthority.create("Test authority");
        TlsConfig tls = TlsConfig.of(authority.server("standard.test").material());
        serve(listener -> listener.withTls(tls));
        try (TlsPeer peer =
                TlsPeer.connect(authority.clientContext(null), port(), "standard.test")) {
            eachShortPart((from, length) -> askForPart(peer.http(), from, length));
        }
    }

    @Test
    void shortPartsAreRightOverHttp2() throws Exception {
        serve(listener -> listener.withHttp2(Http2Config.on()));
        eachShortPart(
                (from, length) -> {
                    try (Http2Client client = Http2Client.connect(port())) {
                        client.send(Http2Bytes.frames().get(1, "/part/" + from + "/" + length));
                        client.send(Http2Bytes.frames().windowUpdate(0, 1 << 20));
                        client.send(Http2Bytes.frames().windowUpdate(1, 1 << 20));
                        Http2Client.Reply reply = client.reply(1);
                        assertThat(reply.status()).isEqualTo(200);
                        assertThat(reply.body())
                                .as("%d from %d", length, from)
                                .isEqualTo(file().read(from, length));
                    }
                });
    }

    static Stream<Arguments> longParts() {
        return Stream.of(
                Arguments.of(0, TWO_GIB - 1),
                Arguments.of(0, TWO_GIB),
                Arguments.of(0, TWO_GIB + 1),
                Arguments.of(0, FOUR_GIB - 1),
                Arguments.of(0, FOUR_GIB),
                Arguments.of(0, FOUR_GIB + 1),
                Arguments.of(100, FOUR_GIB),
                Arguments.of(TWO_GIB - 5, TWO_GIB + 1),
                Arguments.of(0, SparseFile.SIZE));
    }

    @ParameterizedTest
    @MethodSource("longParts")
    void longPartsBegin(long from, long length) throws Exception {
        serve(listener -> listener);
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /part/" + from + "/" + length + " HTTP/1.0\r\n\r\n");
            assertThat(head(client.in())).contains("content-length: " + length + "\r\n");
            assertThat(client.in().readNBytes(BEGINNING)).isEqualTo(file().read(from, BEGINNING));
        }
    }

    /** The only one that is read to its end: it takes a moment. */
    @Test
    void aPartOfMoreThanTwoGibIsSentToItsEnd() throws Exception {
        serve(listener -> listener);
        long length = TWO_GIB + 1;
        long from = SparseFile.SIZE - length;
        try (RawClient client = RawClient.connect(port())) {
            client.send("GET /part/" + from + "/" + length + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(head(client.in())).contains("content-length: " + length + "\r\n");
            byte[] last = new byte[16];
            skip(client.in(), length - last.length);
            assertThat(client.in().readNBytes(last, 0, last.length)).isEqualTo(last.length);
            assertThat(last).isEqualTo(file().read(SparseFile.SIZE - last.length, last.length));
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.reply().text()).isEqualTo("hello");
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the end behind %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static void skip(InputStream in, long count) throws IOException {
        byte[] some = new byte[1 << 20];
        for (long left = count; left > 0; ) {
            int read = in.read(some, 0, (int) Math.min(some.length, left));
            assertThat(read).as("the end with %d bytes to come", left).isPositive();
            left -= read;
        }
    }
}
