package io.tako.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.List;

/**
 * The event loops of a process and how handlers run on them. Opening a runtime starts its threads;
 * closing it ends them. Safe to use from any thread.
 */
public interface TakoRuntime extends AutoCloseable {

    /** Which of the two runtimes this is. */
    RuntimeKind kind();

    /** The cores in index order, one per event loop. */
    List<Core> cores();

    /** The I/O back end in use. */
    IoBackend backend();

    /** Whether the loops carry handlers or the JDK's scheduler does. */
    CarrierMode carrierMode();

    /**
     * Opens a listener and starts to accept. Each accepted channel is initialised, and lives, on
     * the event loop of one core; {@link Core#of} finds that core. A {@link UnixAddress} has one
     * socket on either runtime, whose connections are dealt to the cores; its file appears with the
     * permissions it is to have, and is deleted with the listener. An {@link InheritedAddress} has
     * one socket, too, and stays open in this process when its listener is closed.
     *
     * @param address an internet address, a {@link UnixAddress} or an {@link InheritedAddress}
     * @throws BindException if the address is in use or cannot be bound; nothing stays open then. A
     *     {@link SocketFileException} tells what is wrong with the file of a Unix socket
     */
    BoundListener bind(
            SocketAddress address, ListenerOptions options, ChannelInitializer<Channel> child)
            throws BindException;

    /**
     * Opens sockets that receive datagrams. Each is initialised, and lives, on the event loop of
     * one core. An {@link InheritedAddress} has one socket.
     *
     * @param address an internet address or an {@link InheritedAddress}
     * @throws BindException if the address is in use or cannot be bound, or a group cannot be
     *     joined; nothing stays open then
     */
    BoundDatagrams bindDatagrams(
            SocketAddress address, DatagramOptions options, ChannelInitializer<Channel> initializer)
            throws BindException;

    /**
     * One line for the log: runtime, cores, back end, pinning, carriers, and how peers are dealt.
     */
    String describe();

    /** How often the watchdog has named a handler that held its loop. */
    long watchdogHits();

    /**
     * Ends the loops and their threads. Waits for at most ten seconds. Idempotent. Drain first:
     * handlers still parked are abandoned.
     */
    @Override
    void close();
}
