package io.tako.contracts.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tako.contracts.peers.RawClient;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A GiB each way through a JVM of 128 MiB heap and 64 MiB direct memory, to and from a peer that
 * stops now and then: what waits for a slow side is bounded, and nothing is lost.
 */
final class GibibyteTest {

    private static final int PAUSE_EVERY = 128;

    @TempDir private static Path directory = Path.of("");

    /** All ways of a body, on each runtime with the back end it prefers. */
    @ParameterizedTest
    @CsvSource({"SHARED, EPOLL", "PER_CORE, IO_URING"})
    void passesThroughASmallJvm(RuntimeKind kind, IoPreference io) throws Exception {
        inSmallJvm(
                kind,
                io,
                (port, file) -> {
                    String expected = GibibyteContent.expected();
                    assertThat(upload(port, "/stream", false)).isEqualTo(expected);
                    assertThat(upload(port, "/publisher", true)).isEqualTo(expected);
                    assertThat(download(port, "/written")).isEqualTo(expected);
                    try (InputStream in = Files.newInputStream(file)) {
                        assertThat(download(port, "/file")).isEqualTo(summary(in));
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"SHARED, IO_URING", "SHARED, NIO", "PER_CORE, EPOLL", "PER_CORE, NIO"})
    void isUploadedToASmallJvmOnTheOtherBackEnds(RuntimeKind kind, IoPreference io)
            throws Exception {
        inSmallJvm(
                kind,
                io,
                (port, file) ->
                        assertThat(upload(port, "/stream", false))
                                .isEqualTo(GibibyteContent.expected()));
    }

    @FunctionalInterface
    private interface Transfers {
        void run(int port, Path file) throws Exception;
    }

    private static void inSmallJvm(RuntimeKind kind, IoPreference io, Transfers transfers)
            throws Exception {
        Path file = sparseFile();
        Path log = directory.resolve(kind + "-" + io + ".log");
        Process child = child(kind, io, file, log);
        try {
            BufferedReader out = child.inputReader();
            String port = out.readLine();
            assertThat(port).as("%s", Files.readString(log)).isNotNull();
            transfers.run(Integer.parseInt(port), file);
            child.getOutputStream().close();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } catch (Exception | AssertionError e) {
            e.addSuppressed(new AssertionError("the child said: " + Files.readString(log)));
            throw e;
        } finally {
            child.destroyForcibly().waitFor();
            Files.delete(file);
        }
        assertThat(Files.readString(log)).doesNotContain("LEAK", "OutOfMemory", "ERROR");
    }

    private static Process child(RuntimeKind kind, IoPreference io, Path file, Path log)
            throws IOException {
        return new ProcessBuilder(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx128m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                GibibyteServer.class.getName(),
                                kind.name(),
                                io.name(),
                                file.toString()))
                .redirectError(log.toFile())
                .start();
    }

    /** A GiB that takes a few blocks on the disk: a mark at each MiB, and nothing between. */
    private static Path sparseFile() throws IOException {
        Path file = directory.resolve("sparse.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(GibibyteContent.SIZE);
            for (int i = 0; i < GibibyteContent.PIECES; i++) {
                sparse.seek((long) i * GibibyteContent.PIECE + i);
                sparse.writeInt(i + 1);
            }
        }
        return file;
    }

    private static String upload(int port, String path, boolean chunked) throws Exception {
        GibibyteContent content = new GibibyteContent();
        byte[] size = (Integer.toHexString(GibibyteContent.PIECE) + "\r\n").getBytes(ascii());
        try (RawClient client = RawClient.connect(port)) {
            String framing =
                    chunked
                            ? "Transfer-Encoding: chunked"
                            : "Content-Length: " + GibibyteContent.SIZE;
            client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n");
            for (int i = 0; i < GibibyteContent.PIECES; i++) {
                if (chunked) {
                    client.out().write(size);
                }
                client.out().write(content.piece(i));
                if (chunked) {
                    client.out().write("\r\n".getBytes(ascii()));
                }
                pauseNowAndThen(i);
            }
            if (chunked) {
                client.send("0\r\n\r\n");
            }
            return client.reply().text();
        }
    }

    private static java.nio.charset.Charset ascii() {
        return StandardCharsets.US_ASCII;
    }

    /** By HTTP/1.0, where the body is what comes until the end of the connection. */
    private static String download(int port, String path) throws Exception {
        try (RawClient client = RawClient.connectSlow(port, 256 * 1024)) {
            client.send("GET " + path + " HTTP/1.0\r\n\r\n");
            // Long enough for a writer that nothing holds back to fill the heap.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            InputStream in = client.in();
            int lineEnds = 0;
            assertThat(new String(in.readNBytes(15), ascii())).isEqualTo("HTTP/1.1 200 OK");
            while (lineEnds < 4) {
                lineEnds = in.read() == (lineEnds % 2 == 0 ? '\r' : '\n') ? lineEnds + 1 : 0;
            }
            return summary(in);
        }
    }

    private static String summary(InputStream in) throws IOException {
        CRC32C sum = new CRC32C();
        long size = 0;
        byte[] piece = new byte[GibibyteContent.PIECE];
        for (int i = 0, n = 1; n > 0; i++) {
            n = in.readNBytes(piece, 0, piece.length);
            sum.update(piece, 0, n);
            size += n;
            pauseNowAndThen(i);
        }
        return GibibyteContent.summary(size, sum);
    }

    private static void pauseNowAndThen(int piece) {
        if (piece % PAUSE_EVERY == PAUSE_EVERY / 2) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
