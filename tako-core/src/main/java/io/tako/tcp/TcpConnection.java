package io.tako.tcp;

import io.tako.http.Attribute;
import io.tako.http.Connection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A TCP connection in the hands of its handler. One thread at a time reads; any thread may do
 * everything else.
 *
 * <p>The input ends ({@code null} or -1) when the peer has said that it sends no more, and also
 * when this side wants to end: after the listener's idle timeout, and once the connection is quiet
 * while {@link #draining()} is true. A connection that is lost fails with {@link
 * io.tako.http.ClientGoneException} behind what had come of it.
 */
public interface TcpConnection {

    /** Addresses, TLS session and number of the connection. */
    Connection connection();

    /** The name of the listener it came in by. */
    String listener();

    /**
     * What has come, at least one byte, or null at the end of input. Parks until there is one or
     * the other, after what was written before is on its way. While bytes wait for this the peer is
     * slowed down, so memory stays flat.
     *
     * @throws io.tako.http.ClientGoneException if the connection is lost
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
     * @throws IllegalStateException if another thread reads, {@link #flux()} is subscribed to, or
     *     it would wait on an event loop's own thread
     */
    byte @Nullable [] read() throws IOException;

    /** Reads into the array as {@link #read(byte[], int, int)} does. */
    default int read(byte[] into) throws IOException {
        return read(into, 0, into.length);
    }

    /**
     * Reads what has come, up to the length, and waits as {@link #read()} does.
     *
     * @return how many bytes were read, at least 1 unless the length is 0; -1 at the end of input
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * Reads so many bytes, not one less, and waits as {@link #read()} does. Memory grows with what
     * has come, so the count may be the peer's word.
     *
     * @throws InputEndedException if the input ends before
     */
    byte[] readExactly(int count) throws IOException;

    /**
     * Reads all that the peer sends, and waits as {@link #read()} does.
     *
     * @param most how many bytes there may be
     * @throws FrameException if there are more
     * @throws InputEndedException if this side ends the input before the peer does
     */
    byte[] readToEnd(int most) throws IOException;

    /**
     * The input and the output in frames. What one framing has not taken the next one reads, or
     * {@link #read()}: a protocol may go from lines to a body of known length and back.
     */
    TcpFrames frames(Framing framing);

    /**
     * The input as a stream for one subscriber, as fast as it asks; it completes at the end of
     * input. Signals come from the connection's event loop: do not block in them. Keep the handler
     * from returning meanwhile, which would close the connection.
     */
    Flux<byte[]> flux();

    /** Writes the whole array as {@link #write(byte[], int, int)} does. */
    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Writes bytes; the array may be used again at once. They are gathered, and leave with {@link
     * #flush()}, once about 8 KiB have gathered, before {@link #read()} waits, and when the handler
     * returns. Parks while more is under way than the listener's write window, so memory stays flat
     * whatever the peer's speed. The bytes of one call stay together.
     *
     * @throws io.tako.http.ClientGoneException if the connection is lost or closed
     * @throws IOException if the output was shut down
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
     * @throws IllegalStateException if it would wait on an event loop's own thread
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Sends what was written. Parks as {@link #write(byte[], int, int)} does. */
    void flush() throws IOException;

    /**
     * Sends what is published, as fast as the peer takes it, once the result is subscribed to. It
     * completes when the last piece was handed to the connection, or fails as {@link #write} does.
     * What is written meanwhile may come between the pieces.
     */
    Mono<Void> send(Publisher<byte[]> pieces);

    /**
     * Ends sending, after what was written: the peer sees its end of input, over TLS a close_notify
     * before it. Reading goes on. Without effect if it was done before.
     */
    void shutdownOutput();

    /** Whether the peer has said that it sends no more, though bytes may wait to be read. */
    boolean inputEnded();

    /** Whether bytes can still be written. */
    boolean open();

    /**
     * Ends the connection as the handler's return does, for whoever is not the handler. Reading and
     * writing fail from then on; without effect if it was done before.
     */
    void close();

    /** Ends the connection now, with a reset: the peer knows that what it got is not whole. */
    void abort();

    /**
     * Whether this side wants the connection to end: the server drains, or the listener's lifetime
     * is over. Finish what was begun and return. Input ends once the peer has been quiet for the
     * drain's time of quiet; what goes on until the drain's limit is cut.
     */
    boolean draining();

    /**
     * Runs the action on the connection's event loop when {@link #draining()} becomes true, or soon
     * if it is: to wake a handler that waits for something else than the peer. It must not block.
     */
    void onDrain(Runnable action);

    /** The value left under the key, or null. */
    <T> @Nullable T attribute(Attribute<T> key);

    /** Leaves a value on the connection; null takes it away. */
    <T> void attribute(Attribute<T> key, @Nullable T value);
}
