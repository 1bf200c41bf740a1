package io.tako.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.runtime.RuntimeKind;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client that others wrote gets, on every wire it can use and on both runtimes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientContract {

    private static final int MANY = 100;

    private @Nullable Servers servers;

    /** The wires the client can use. */
    abstract List<Wire> wires();

    /** Whether the client shows trailers. */
    abstract boolean showsTrailers(Wire wire);

    /** Makes one request on a connection of its own; a body that is null is none. */
    abstract Answer send(Wire wire, String method, URI uri, byte @Nullable [] body)
            throws Exception;

    /** Makes many GETs at once, on one connection where the protocol can. */
    abstract List<Answer> parallel(Wire wire, URI uri, int many) throws Exception;

    @BeforeAll
    void start() throws Exception {
        servers = new Servers();
    }

    @AfterAll
    void stop() {
        servers().close();
    }

    /** Where the requests go. */
    final Servers servers() {
        return Objects.requireNonNull(servers);
    }

    Stream<Arguments> wiresAndRuntimes() {
        return Servers.each(wires().stream());
    }

    private URI uri(Wire wire, RuntimeKind kind, String path) {
        return servers().uri(wire, kind, path);
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void getIsAnswered(Wire wire, RuntimeKind kind) throws Exception {
        Answer answer = send(wire, "GET", uri(wire, kind, "/"), null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(wire.version());
        assertThat(answer.text()).isEqualTo(ConformanceServer.HELLO);
        assertThat(answer.fields()).containsEntry("content-length", "13").containsKey("date");
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void headIsAnsweredWithoutABody(Wire wire, RuntimeKind kind) throws Exception {
        Answer answer = send(wire, "HEAD", uri(wire, kind, "/"), null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(wire.version());
        assertThat(answer.fields()).containsEntry("content-length", "13");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void whatIsNotThereIs404(Wire wire, RuntimeKind kind) throws Exception {
        Answer answer = send(wire, "GET", uri(wire, kind, "/missing"), null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"status\":404");
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void aStreamComesWhole(Wire wire, RuntimeKind kind) throws Exception {
        Answer answer = send(wire, "GET", uri(wire, kind, "/lines"), null);
        assertThat(answer.text()).startsWith("line 0\n").endsWith("line 999\n");
        assertThat(answer.text().lines()).hasSize(1000);
    }

    /** An upgrade takes the body into memory first; one past the limit stays with HTTP/1.1. */
    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void aBodyOfSomeMegabytesIsEchoed(Wire wire, RuntimeKind kind) throws Exception {
        byte[] body = new byte[5 << 20];
        new Random(1).nextBytes(body);
        Answer answer = send(wire, "POST", uri(wire, kind, "/"), body);
        assertThat(answer.status()).isEqualTo(200);
        String version = wire == Wire.H2C_UPGRADE ? "1.1" : wire.version();
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.body()).isEqualTo(body);
    }

    /** Also that of the request which asks for an upgrade (RFC 7540, 3.2). */
    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void aBodyIsEchoed(Wire wire, RuntimeKind kind) throws Exception {
        byte[] body = new byte[100_000];
        new Random(2).nextBytes(body);
        Answer answer = send(wire, "POST", uri(wire, kind, "/"), body);
        assertThat(answer.version()).isEqualTo(wire.version());
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void trailersComeBehindTheBody(Wire wire, RuntimeKind kind) throws Exception {
        Answer answer = send(wire, "GET", uri(wire, kind, "/trailers"), null);
        assertThat(answer.text()).isEqualTo("body");
        if (showsTrailers(wire)) {
            assertThat(answer.trailers()).containsEntry("x-sum", "abc");
        }
    }

    @ParameterizedTest
    @MethodSource("wiresAndRuntimes")
    void manyRequestsAtOnceAreAllAnswered(Wire wire, RuntimeKind kind) throws Exception {
        List<Answer> answers = parallel(wire, uri(wire, kind, "/lines"), MANY);
        assertThat(answers).hasSize(MANY);
        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).isEqualTo(200);
                            assertThat(answer.version()).isEqualTo(wire.version());
                            assertThat(answer.text()).endsWith("line 999\n");
                        });
    }
}
