package io.tako.benchmarks.load;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A client that stays up between measurements, so that each finds it compiled. A line on standard
 * input, {@code <ws|tcp|udp> <port> <connections> <window> <milliseconds>}, loads the echo of the
 * server on that port of 127.0.0.1, {@code /echo} if it is a WebSocket, and prints {@code RESULT}
 * and the figures as JSON, or {@code FAILED} and why; the end of the input ends it.
 */
public final class EchoClient {

    private EchoClient() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        System.out.println("READY");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(loop, line.split(" ")));
        }
        // The loop's thread is no daemon.
        System.exit(0);
    }

    private static String answer(MultiThreadIoEventLoopGroup loop, String[] words)
            throws InterruptedException {
        EchoCarrier carrier = EchoCarrier.named(words[0]);
        int port = Integer.parseInt(words[1]);
        int connections = Integer.parseInt(words[2]);
        int window = Integer.parseInt(words[3]);
        try {
            var load = EchoLoad.open(loop, carrier, port, connections, window);
            return "RESULT " + load.run(Integer.parseInt(words[4])).json();
        } catch (IOException e) {
            return "FAILED " + e.getMessage();
        }
    }
}
