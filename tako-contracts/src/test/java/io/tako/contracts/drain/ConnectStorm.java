package io.tako.contracts.drain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A thread that connects, asks for one answer and closes, over and over, until it is refused a
 * connection. What goes wrong on an established connection is kept.
 */
public final class ConnectStorm {

    private static final byte[] GET =
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CONNECT_MILLIS = 300;
    private static final int PATIENCE_MILLIS = 30_000;

    private final InetSocketAddress address;
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile int answered;

    private ConnectStorm(InetSocketAddress address) {
        this.address = address;
        this.thread = Thread.ofPlatform().name("connect-storm").unstarted(this::run);
    }

    /** Starts to connect. */
    public static ConnectStorm start(InetSocketAddress address) {
        ConnectStorm storm = new ConnectStorm(address);
        storm.thread.start();
        return storm;
    }

    /** Returns once the server has refused a connection. */
    public void end() throws InterruptedException {
        thread.join();
    }

    /** Requests that were answered whole. */
    public int answered() {
        return answered;
    }

    /** What happened to connections that were established and not answered. */
    public List<String> broken() {
        return broken;
    }

    private void run() {
        while (true) {
            try (Socket socket = new Socket()) {
                try {
                    socket.connect(address, CONNECT_MILLIS);
                } catch (IOException refusedOrIgnored) {
                    return;
                }
                try {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    socket.getOutputStream().write(GET);
                    String answer = answer(socket);
                    if (!answer.contains("\r\n\r\nanswer ")) {
                        broken.add("ended after \"" + answer + "\"");
                    }
                    answered++;
                } catch (IOException e) {
                    broken.add(e.toString());
                }
            } catch (IOException failedToClose) {
                broken.add(failedToClose.toString());
            }
        }
    }

    /** Reads until the length the head tells is there. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[1024];
        while (true) {
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                int at = text.indexOf("content-length: ") + "content-length: ".length();
                int length = Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
                if (text.length() >= end + 4 + length) {
                    return text.toString();
                }
            }
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                return text.toString();
            }
            text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
    }
}
