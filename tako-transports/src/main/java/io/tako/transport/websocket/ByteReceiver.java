package io.tako.transport.websocket;

import io.netty.buffer.ByteBuf;

/** What takes the bytes a {@link ByteCarrier} brings. Called on the event loop. */
public interface ByteReceiver {

    /** Bytes came; they are the receiver's to release. */
    void received(ByteBuf bytes);

    /** A burst of bytes is through. */
    void readComplete();

    /** So many of the bytes written have left, or never will. */
    void written(int bytes);

    /** The peer sends no more. */
    void inputEnded();

    /** The carrier is gone. */
    void gone();
}
