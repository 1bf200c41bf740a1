package io.tako.docs;

import io.tako.udp.UdpHandler;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The code of the page on raw UDP. */
final class UdpSnippets {

    private UdpSnippets() {}

    // tag::statsd[]
    static UdpHandler statsd(Map<String, LongAdder> counters) {
        return datagram -> {
            for (String line : datagram.text().split("\n")) {
                String name = line.substring(0, line.indexOf(':'));
                counters.computeIfAbsent(name, key -> new LongAdder()).increment();
            }
        };
    }

    // end::statsd[]

    // tag::reply[]
    static UdpHandler echo() {
        return datagram -> datagram.reply(datagram.bytes());
    }

    // end::reply[]
}
