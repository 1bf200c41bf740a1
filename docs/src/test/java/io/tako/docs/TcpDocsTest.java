package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.contracts.servers.RunningTcp;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.tcp.Framing;
import io.tako.tcp.TcpHandler;
import io.tako.transport.config.DrainConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TcpDocsTest {

    private static RunningTcp serve(TcpHandler handler) {
        return RunningTcp.start(
                RuntimeKind.SHARED,
                IoPreference.NIO,
                1,
                listener -> listener,
                DrainConfig.defaults(),
                handler);
    }

    private static String exchange(TcpHandler handler, String sent) throws IOException {
        try (RunningTcp server = serve(handler);
                RawClient client = RawClient.connect(server.port())) {
            client.send(sent).halfClose();
            return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void everyHandlerDoesWhatThePageSays() throws Exception {
        LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        assertThat(exchange(TcpSnippets.graphite(seen::add), "a 1\nb 2\n")).isEmpty();
        assertThat(seen).containsExactly("a 1", "b 2");
        assertThat(exchange(TcpSnippets.echo(), "again")).isEqualTo("again");
        seen.clear();
        assertThat(exchange(TcpSnippets.letters(seen::add), "3\nabc2\nde"))
                .isEqualTo("taken\ntaken\n");
        assertThat(seen).containsExactly(bytes("abc"), bytes("de"));
        assertThat(exchange(TcpSnippets.count(), "0123456789")).isEqualTo("10 bytes\n");
        assertThat(exchange(TcpSnippets.upperCase(), "loud")).isEqualTo("LOUD");
        assertThat(TcpSnippets.FRAMINGS).extracting(Framing::maxLength).contains(1024, 65_536);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void theTickerSaysGoodbyeWhenTheServerDrains() throws Exception {
        LinkedBlockingQueue<String> ticks = new LinkedBlockingQueue<>(List.of("tick"));
        try (RunningTcp server = serve(TcpSnippets.ticker(ticks));
                RawClient client = RawClient.connect(server.port())) {
            assertThat(client.in().readNBytes(5)).isEqualTo(bytes("tick\n"));
            var drained = server.server().drain();
            assertThat(client.in().readAllBytes()).isEqualTo(bytes("come back\n"));
            assertThat(drained.get(30, TimeUnit.SECONDS).cut()).isZero();
        }
    }
}
