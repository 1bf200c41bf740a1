package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.machine.Waiting;
import io.tako.contracts.peers.UdpPeer;
import io.tako.contracts.servers.RunningUdp;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import io.tako.udp.UdpHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class UdpDocsTest {

    private static RunningUdp serve(UdpHandler handler) {
        return RunningUdp.start(
                RuntimeKind.SHARED, IoPreference.NIO, 1, listener -> listener, handler);
    }

    @Test
    void everyHandlerDoesWhatThePageSays() throws Exception {
        Map<String, LongAdder> counters = new ConcurrentHashMap<>();
        try (RunningUdp server = serve(UdpSnippets.statsd(counters));
                UdpPeer peer = UdpPeer.of(server.address())) {
            peer.send("hits:1|c\nmisses:1|c");
            Waiting.until(() -> assertThat(counters).containsOnlyKeys("hits", "misses"));
        }
        try (RunningUdp server = serve(UdpSnippets.echo());
                UdpPeer peer = UdpPeer.of(server.address())) {
            assertThat(peer.send("again").receiveText()).isEqualTo("again");
        }
    }
}
