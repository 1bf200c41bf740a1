package io.tako.contracts.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A socket that sends bytes as they are given and reads HTTP/1.1 responses strictly. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects to a port of the loopback interface. */
    public static RawClient connect(int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects, if that can be done in this time. */
    public static RawClient connect(int port, Duration limit) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(limit.toMillis()));
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Speaks over a socket that is connected, such as one with TLS. */
    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    /** Connects with a small receive buffer, to be a slow peer. */
    public static RawClient connectSlow(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawClient(socket);
    }

    /** Sends bytes as they are. */
    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends text as Latin-1, as it stands. */
    public RawClient send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    public OutputStream out() {
        return out;
    }

    public InputStream in() {
        return in;
    }

    /** Ends sending and keeps receiving. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes so that the peer gets a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one response to a request that was not HEAD. */
    public Reply reply() throws IOException {
        return reply(false);
    }

    /** Reads one response; of one to HEAD there is no body. */
    public Reply reply(boolean head) throws IOException {
        String status = line();
        if (!status.matches("HTTP/1\\.1 \\d{3} .*")) {
            throw new IOException("not a status line: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        Map<String, String> trailers = new TreeMap<>();
        byte[] body;
        if (head || code < 200 || code == 204 || code == 304) {
            body = new byte[0];
        } else if (fields.containsKey("content-length")) {
            int length = Integer.parseInt(fields.get("content-length"));
            body = in.readNBytes(length);
            if (body.length < length) {
                throw new IOException("the body ended after " + body.length + " of " + length);
            }
        } else if ("chunked".equals(fields.get("transfer-encoding"))) {
            body = chunks(trailers);
        } else {
            body = in.readAllBytes();
        }
        return new Reply(code, fields, body, trailers);
    }

    private byte[] chunks(Map<String, String> trailers) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            if (size == 0) {
                for (String line = line(); !line.isEmpty(); line = line()) {
                    int colon = line.indexOf(':');
                    trailers.put(line.substring(0, colon), line.substring(colon + 1).strip());
                }
                return all.toByteArray();
            }
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size || !line().isEmpty()) {
                throw new IOException("a chunk is not as long as it says");
            }
            all.write(chunk);
        }
    }

    /** Whether the server closes without sending another byte. */
    public boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new java.io.EOFException("closed after \"" + line + "\"");
            }
            if (b == '\r') {
                if (in.read() != '\n') {
                    throw new IOException("a bare CR in a response");
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            line.write(b);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * A response.
     *
     * @param fields names in lower case, repeated ones joined by commas
     */
    public record Reply(
            int status, Map<String, String> fields, byte[] body, Map<String, String> trailers) {

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The value of a field, or the empty string. */
        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }
}
