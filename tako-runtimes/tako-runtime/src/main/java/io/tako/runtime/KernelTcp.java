package io.tako.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells about one listening address in {@code /proc/net/tcp} and {@code tcp6}: peers
 * whose handshake is under way, connections that wait to be accepted, and the sockets that listen.
 *
 * @param handshakes connections of which the last packet of the handshake is yet to come
 * @param waiting connections that are complete and were not accepted yet
 * @param inodes the numbers of the listening sockets
 */
record KernelTcp(int handshakes, int waiting, List<Long> inodes) {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String HANDSHAKE = "03";
    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int INODE = 9;

    /** Looks now; null where the system has no such tables. Reads files, so never on a core. */
    static @Nullable KernelTcp look(InetSocketAddress listener) {
        return look(listener, false);
    }

    /** Looks for sockets that listen only, which takes no longer with many connections. */
    static @Nullable KernelTcp lookForListening(InetSocketAddress listener) {
        return look(listener, true);
    }

    private static @Nullable KernelTcp look(InetSocketAddress listener, boolean listeningOnly) {
        if (!TABLES.stream().anyMatch(Files::isReadable)) {
            return null;
        }
        Count count = new Count(listener);
        try {
            for (Path table : TABLES) {
                if (Files.isReadable(table)) {
                    try (BufferedReader rows = Files.newBufferedReader(table)) {
                        rows.lines()
                                .skip(1)
                                // They come first.
                                .takeWhile(row -> !listeningOnly || row.contains(" 0A "))
                                .forEach(count::row);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
        return new KernelTcp(count.handshakes, count.waiting, List.copyOf(count.inodes));
    }

    /** Whether nobody is about to be accepted. */
    boolean settled() {
        return handshakes == 0 && waiting == 0;
    }

    private static final class Count {

        private final InetSocketAddress listener;
        private final String port;
        private final List<Long> inodes = new ArrayList<>();
        private int handshakes;
        private int waiting;

        Count(InetSocketAddress listener) {
            this.listener = listener;
            this.port = String.format(Locale.ROOT, ":%04X", listener.getPort());
        }

        void row(String row) {
            // Most rows are of other ports, or of connections that were accepted long ago.
            if (!row.contains(port)) {
                return;
            }
            String[] column = row.strip().split("\\s+");
            if (column.length <= INODE || !column[LOCAL].endsWith(port)) {
                return;
            }
            boolean listens = column[STATE].equals(LISTEN);
            if (!listens && !column[STATE].equals(HANDSHAKE) || !matches(column[LOCAL], listens)) {
                return;
            }
            if (listens) {
                waiting += Integer.parseInt(column[QUEUES].split(":")[1], 16);
                inodes.add(Long.parseLong(column[INODE]));
            } else {
                handshakes++;
            }
        }

        private boolean matches(String local, boolean listens) {
            InetAddress own = listener.getAddress();
            InetAddress theirs = address(local.substring(0, local.indexOf(':')));
            return own == null
                    || own.equals(theirs)
                    || own.isAnyLocalAddress() && (!listens || theirs.isAnyLocalAddress());
        }
    }

    /** Addresses are printed as 32-bit words of the machine's byte order. */
    private static InetAddress address(String hex) {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
