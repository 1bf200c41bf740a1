package io.tako.docs;

import io.tako.tcp.Framing;
import io.tako.tcp.TcpFrames;
import io.tako.tcp.TcpHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** The code of the page on raw TCP. */
final class TcpSnippets {

    private TcpSnippets() {}

    // tag::graphite[]
    static TcpHandler graphite(Consumer<String> store) {
        return connection -> {
            TcpFrames lines = connection.frames(Framing.lines(1024));
            for (String line = lines.readText(); line != null; line = lines.readText()) {
                store.accept(line);
            }
        };
    }

    // end::graphite[]

    // tag::echo[]
    static TcpHandler echo() {
        return connection -> {
            byte[] buffer = new byte[8192];
            for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
                connection.write(buffer, 0, count);
            }
        };
    }

    // end::echo[]

    // tag::mixed[]
    static TcpHandler letters(Consumer<byte[]> post) {
        return connection -> {
            TcpFrames lines = connection.frames(Framing.lines(100));
            for (String line = lines.readText(); line != null; line = lines.readText()) {
                int length = Integer.parseInt(line);
                post.accept(connection.readExactly(length));
                lines.writeText("taken");
            }
        };
    }

    // end::mixed[]

    // tag::framings[]
    static final List<Framing> FRAMINGS =
            List.of(
                    Framing.lines(1024),
                    Framing.delimited(1024, new byte[] {0}),
                    Framing.lengthPrefixed(65_536, 4),
                    Framing.lengthPrefixed(65_536, 2).littleEndian().includingPrefix());

    // end::framings[]

    // tag::whole[]
    static TcpHandler count() {
        return connection -> {
            byte[] all = connection.readToEnd(1_000_000);
            connection.write((all.length + " bytes\n").getBytes(StandardCharsets.US_ASCII));
        };
    }

    // end::whole[]

    // tag::reactive[]
    static TcpHandler upperCase() {
        return connection -> {
            Flux<byte[]> upper =
                    connection
                            .flux()
                            .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                            .map(text -> text.toUpperCase(java.util.Locale.ROOT))
                            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
            connection.send(upper).block();
        };
    }

    // end::reactive[]

    // tag::drain[]
    static TcpHandler ticker(BlockingQueue<String> ticks) {
        return connection -> {
            TcpFrames lines = connection.frames(Framing.lines(100));
            while (!connection.draining()) {
                String tick = ticks.poll(1, TimeUnit.SECONDS);
                if (tick != null) {
                    lines.writeText(tick);
                    connection.flush();
                }
            }
            lines.writeText("come back");
        };
    }

    // end::drain[]
}
