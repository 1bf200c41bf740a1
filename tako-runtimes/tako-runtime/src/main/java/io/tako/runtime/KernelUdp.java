package io.tako.runtime;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What Linux tells of the UDP sockets bound to an address; see proc_net_udp(5). */
final class KernelUdp {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL = 1;
    private static final int DROPS = 12;

    private final Set<String> names;

    KernelUdp(InetSocketAddress address) {
        this.names = names(address);
    }

    /** How the tables may call it: as of one family or mapped into the other one. */
    private static Set<String> names(InetSocketAddress address) {
        String port = String.format(Locale.ROOT, ":%04X", address.getPort());
        InetAddress host = address.getAddress();
        Set<String> names = new HashSet<>();
        if (host.isAnyLocalAddress()) {
            names.add("0".repeat(8) + port);
            names.add("0".repeat(32) + port);
        } else {
            String words = words(host.getAddress());
            names.add(words + port);
            if (host instanceof Inet4Address) {
                String mapped = words(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
                names.add("0".repeat(16) + mapped + words + port);
            }
        }
        return names;
    }

    /** The address in words of 32 bits, each in the order of this machine. */
    private static String words(byte[] address) {
        StringBuilder text = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            text.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
        }
        return text.toString();
    }

    /** Datagrams dropped at these sockets since they were opened; 0 where nothing is told. */
    long drops() {
        return TABLES.stream()
                .flatMap(KernelUdp::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > DROPS && names.contains(fields[LOCAL]))
                .mapToLong(fields -> Long.parseLong(fields[DROPS]))
                .sum();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
