package io.tako.contracts.peers;

import io.netty.channel.unix.DomainSocketAddress;
import io.tako.runtime.UnixAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection to an abstract name, which the JDK does not know. Netty's sockets do not block, so
 * this one looks again and again.
 */
public final class AbstractUnixSocket extends OptionlessSocket {

    private static final int BUFFER = 64 * 1024;
    private static final long UNTIL_NEXT_LOOK = TimeUnit.MICROSECONDS.toNanos(100);

    private final io.netty.channel.unix.Socket socket;
    private final InputStream in = new Input();
    private final OutputStream out = new Output();

    private AbstractUnixSocket(io.netty.channel.unix.Socket socket) {
        this.socket = socket;
    }

    public static AbstractUnixSocket connect(UnixAddress address) throws IOException {
        io.netty.channel.unix.Socket socket = io.netty.channel.unix.Socket.newSocketDomain();
        try {
            socket.connect(new DomainSocketAddress("\0" + address.name().substring(1)));
            return new AbstractUnixSocket(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public boolean isClosed() {
        return !socket.isOpen();
    }

    @Override
    public synchronized void close() throws IOException {
        socket.close();
    }

    private void untilMoved(int moved) throws SocketException {
        if (!socket.isOpen()) {
            throw new SocketException("closed");
        }
        if (moved == 0) {
            LockSupport.parkNanos(UNTIL_NEXT_LOOK);
        }
    }

    private final class Input extends InputStream {

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!buffer.hasRemaining()) {
                int count = socket.read(buffer, 0, BUFFER);
                if (count < 0) {
                    return -1;
                }
                untilMoved(count);
                buffer.position(0).limit(count);
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(bytes, offset, count);
            return count;
        }
    }

    private final class Output extends OutputStream {

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; ) {
                int count = Math.min(BUFFER, length - at);
                buffer.clear().put(bytes, offset + at, count);
                int sent = socket.write(buffer, 0, count);
                untilMoved(sent);
                at += sent;
            }
        }
    }
}
