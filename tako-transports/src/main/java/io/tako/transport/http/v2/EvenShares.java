package io.tako.transport.http.v2;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.StreamByteDistributor;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import org.jspecify.annotations.Nullable;

/**
 * Shares what may be sent evenly among the streams, whose priorities RFC 9113 section 5.3 calls
 * deprecated, and tells what each stream sends: only that is progress of its peer, as a window that
 * is opened may stay unused. Belongs to the event loop.
 */
final class EvenShares implements StreamByteDistributor, StreamByteDistributor.Writer {

    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        /** So many bytes of a stream's DATA were handed to the connection. */
        void onSent(Http2Stream stream, int bytes);
    }

    private final StreamByteDistributor shares;
    private @Nullable Listener listener;
    private @Nullable Writer writer;

    EvenShares(Http2Connection connection) {
        this.shares = new UniformStreamByteDistributor(connection);
    }

    void listener(Listener told) {
        this.listener = told;
    }

    @Override
    public void updateStreamableBytes(StreamState state) {
        shares.updateStreamableBytes(state);
    }

    @Override
    public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {
        shares.updateDependencyTree(child, parent, weight, exclusive);
    }

    @Override
    public boolean distribute(int most, Writer to) throws Http2Exception {
        writer = to;
        return shares.distribute(most, this);
    }

    @Override
    public void write(Http2Stream stream, int bytes) {
        if (writer != null) {
            writer.write(stream, bytes);
        }
        if (listener != null && bytes > 0) {
            listener.onSent(stream, bytes);
        }
    }
}
