package io.tako.transport.spine;

import io.tako.transport.CoreCounts;
import io.tako.transport.ListenerCounts;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** An open listener, and what came in by it and has not ended. Safe for any thread. */
public interface Listener {

    /** What logs, ports and metrics call it. */
    String name();

    /** Where peers reach it. */
    SocketAddress address();

    /** How peers reach the cores. */
    String describe();

    /** Connections that have not ended, of which some may not have said anything yet. */
    int connections();

    /** What a drain waits for: connections, or what else has not ended. */
    default int busy() {
        return connections();
    }

    /** What has gone on since it was opened. */
    ListenerCounts counts();

    /** What goes on at each core, in their order. */
    List<CoreCounts> coreCounts();

    /** Says from here on that everything is the last of its connection. Does not wait. */
    void beginDrain();

    /**
     * Asks everything open to end kindly, takes in who is connected or connecting, and closes the
     * listening sockets. Waits, so never on a core.
     */
    void drain();

    /** Takes in no more and ends everything now. */
    void abort();

    /**
     * The same, and tells what was cut: how many connections by what they were at. Waits a moment
     * for the cores, so never on one.
     */
    Map<String, Integer> cut();
}
