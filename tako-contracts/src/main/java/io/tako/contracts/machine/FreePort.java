package io.tako.contracts.machine;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address for a program that must be told its port before it opens it. One
 * that can open port 0 needs none of these.
 *
 * <p>They are none of those that systems give to clients and to port 0: another program would get
 * one of them before long, and a client that connects while nobody listens could get the very port
 * it connects to, and so be connected to itself. None is given twice in a JVM. Safe for any thread.
 */
public final class FreePort {

    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final int ATTEMPTS = 1000;
    private static final Set<Integer> given = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * A port at which nobody listened a moment ago.
     *
     * @throws IOException if none was found
     */
    public static int tcp() throws IOException {
        return find(port -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    }

    /**
     * A port at which nobody received datagrams a moment ago.
     *
     * @throws IOException if none was found
     */
    public static int udp() throws IOException {
        return find(port -> new DatagramSocket(port, InetAddress.getLoopbackAddress()));
    }

    private static int find(Opening opening) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (Closeable _ = opening.open(port)) {
                if (given.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no free port from " + FROM + " to " + (TO - 1));
    }

    @FunctionalInterface
    private interface Opening {
        Closeable open(int port) throws IOException;
    }
}
