package io.tako.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("pairs")
class Http1ServersTest extends HttpContract {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 (\\d+)");

    /** Those that may have a Unix socket do: the port is as without one. */
    static Stream<Arguments> pairs() {
        return Arrays.stream(Servers.values())
                .map(
                        server ->
                                Arguments.of(
                                        server,
                                        server.protocols().contains(Protocol.HTTP1_UNIX)
                                                ? Protocol.HTTP1_UNIX
                                                : Protocol.HTTP1));
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        String user =
                "POST /users/7 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: %d\r\n\r\n%s".formatted(ADA.length(), ADA);
        String plain = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";
        String last = "GET /json HTTP/1.1\r\nHost: a\r\n\r\n";

        String answers = exchange((user + plain).repeat(20) + last, "{\"message\"");

        var statuses = HEAD.matcher(answers).results().map(head -> head.group(1)).toList();
        assertThat(String.join(" ", statuses)).isEqualTo("201 200 ".repeat(20) + "200");
    }

    @Test
    void aUnixSocketAnswersAsThePortDoes() throws Exception {
        assertThat(server.socket().isPresent()).isEqualTo(protocol == Protocol.HTTP1_UNIX);
        if (server.socket().isPresent()) {
            String answer = overUnix(server.socket().get());

            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nHello, World!");
        }
    }

    private static String overUnix(Path path) throws IOException {
        String request = "GET /plaintext HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(StandardCharsets.US_ASCII.encode(request));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String exchange(String requests, String end) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            var answers = new StringBuilder();
            while (answers.indexOf(end) < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("the byte after\n%s", answers).isNotNegative();
                answers.append((char) next);
            }
            return answers.toString();
        }
    }
}
