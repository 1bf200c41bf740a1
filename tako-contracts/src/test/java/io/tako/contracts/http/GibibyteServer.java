package io.tako.contracts.http;

import io.tako.contracts.servers.RunningServer;
import io.tako.http.BodyWriter;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;

/**
 * A server for a JVM whose memory is much smaller than the bodies that pass through it. Prints its
 * port, and ends with its standard input.
 */
final class GibibyteServer {

    private GibibyteServer() {}

    public static void main(String[] args) throws IOException {
        RuntimeKind kind = RuntimeKind.valueOf(args[0]);
        IoPreference io = IoPreference.valueOf(args[1]);
        try (RunningServer server = RunningServer.start(kind, io, 1, routes(Path.of(args[2])))) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // Nothing is said; only the end matters.
            }
        }
    }

    private static Routes routes(Path file) {
        return routes ->
                routes.post("/stream", GibibyteServer::readStream)
                        .post("/publisher", GibibyteServer::readPublisher)
                        .get(
                                "/written",
                                request ->
                                        Response.stream(
                                                MediaType.APPLICATION_OCTET_STREAM,
                                                GibibyteServer::write))
                        .get(
                                "/file",
                                request -> Response.file(file, MediaType.APPLICATION_OCTET_STREAM));
    }

    private static Response readStream(Request request) throws IOException {
        startLate();
        CRC32C sum = new CRC32C();
        long size = 0;
        byte[] piece = new byte[64 * 1024];
        try (InputStream in = request.content().stream()) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                sum.update(piece, 0, n);
                size += n;
            }
        }
        return Response.text(GibibyteContent.summary(size, sum));
    }

    private static Response readPublisher(Request request) {
        startLate();
        CRC32C sum = new CRC32C();
        AtomicLong size = new AtomicLong();
        request.content().flux().doOnNext(buffer -> add(buffer, size, sum)).blockLast();
        return Response.text(GibibyteContent.summary(size.get(), sum));
    }

    /** Long enough for a peer that nothing holds back to fill the memory. */
    private static void startLate() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }

    private static void add(DataBuffer buffer, AtomicLong size, CRC32C sum) {
        size.addAndGet(buffer.readableByteCount());
        try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
            for (ByteBuffer part : (Iterable<ByteBuffer>) () -> parts) {
                sum.update(part);
            }
        }
    }

    private static void write(BodyWriter out) throws IOException {
        GibibyteContent content = new GibibyteContent();
        for (int i = 0; i < GibibyteContent.PIECES; i++) {
            byte[] piece = content.piece(i);
            for (int at = 0; at < piece.length; at += 32 * 1024) {
                out.write(piece, at, 32 * 1024);
            }
        }
    }
}
