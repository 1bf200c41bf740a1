package io.tako.contracts.tls;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A socket that does something in the middle of what it sends first. */
final class HaltingSocket extends Socket {

    private @Nullable Runnable halt;

    HaltingSocket(int port) throws IOException {
        super(InetAddress.getLoopbackAddress(), port);
        setTcpNoDelay(true);
    }

    void amidFirstWrite(Runnable action) {
        halt = action;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                Runnable action = halt;
                halt = null;
                int first = action == null ? length : length / 2;
                out.write(bytes, offset, first);
                out.flush();
                if (action != null) {
                    action.run();
                }
                out.write(bytes, offset + first, length - first);
            }
        };
    }
}
