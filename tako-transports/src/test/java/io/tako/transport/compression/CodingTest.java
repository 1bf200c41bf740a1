package io.tako.transport.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.BodyWriter;
import io.tako.http.TestExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodingTest {

    private static final byte[] EVENT =
            "data: hello, hello, hello\n\n".getBytes(StandardCharsets.UTF_8);

    static List<Coding> codings() {
        return Coding.AVAILABLE;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] coded(Coding coding, io.tako.http.StreamingBody body) throws Exception {
        return TestExchange.render(new Body.Streaming(new CodedBody(coding, body, -1), -1));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void decodedBytesAreTheOnesWritten(Coding coding) throws Exception {
        for (int length : new int[] {0, 1, 100, 4096, 70_000, 1_000_000}) {
            byte[] plain = random(length);
            byte[] coded =
                    coded(
                            coding,
                            out -> {
                                out.write(plain, 0, length / 3);
                                out.flush();
                                out.write(plain, length / 3, length - length / 3);
                            });
            assertThat(Decoded.whole(coding.token(), coded)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @MethodSource("codings")
    void whatIsFlushedCanBeReadBeforeTheEnd(Coding coding) throws Exception {
        Recorder peer = new Recorder();
        new CodedBody(
                        coding,
                        out -> {
                            out.flush();
                            for (int i = 1; i <= 50; i++) {
                                out.write(EVENT);
                                out.flush();
                                byte[] seen = peer.bytes.toByteArray();
                                int length = i * EVENT.length;
                                assertThat(Decoded.soFar(coding.token(), seen, length))
                                        .endsWith(EVENT);
                                assertThat(peer.flushes).isEqualTo(i + 1);
                            }
                        },
                        -1)
                .writeTo(peer);
        assertThat(Decoded.whole(coding.token(), peer.bytes.toByteArray()))
                .hasSize(50 * EVENT.length);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void threadThatIsInterruptedCanStillEndTheBody(Coding coding) throws Exception {
        byte[] coded =
                coded(
                        coding,
                        out -> {
                            Thread.currentThread().interrupt();
                            out.write(EVENT);
                            out.flush();
                            assertThat(Thread.interrupted()).isTrue();
                            out.write(EVENT);
                        });
        assertThat(Decoded.whole(coding.token(), coded)).hasSize(2 * EVENT.length);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void bodyThatBreaksOffIsNotEndedAsIfItWereWhole(Coding coding) {
        Recorder peer = new Recorder();
        CodedBody body =
                new CodedBody(
                        coding,
                        out -> {
                            out.write(EVENT);
                            out.flush();
                            throw new IllegalStateException("the source broke");
                        },
                        -1);
        assertThatThrownBy(() -> body.writeTo(peer)).hasMessage("the source broke");
        assertThatThrownBy(() -> Decoded.whole(coding.token(), peer.bytes.toByteArray()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void failureOfTheWayToThePeerReachesTheBody(Coding coding) {
        Recorder peer = new Recorder();
        CodedBody body =
                new CodedBody(
                        coding,
                        out -> {
                            peer.broken = true;
                            out.write(random(1_000_000));
                            out.flush();
                        },
                        -1);
        assertThatThrownBy(() -> body.writeTo(peer)).isInstanceOf(InterruptedIOException.class);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void declaredLengthIsStillHeldTo(Coding coding) {
        CodedBody body = new CodedBody(coding, out -> out.write(EVENT), EVENT.length + 1);
        assertThatThrownBy(() -> body.writeTo(new Recorder()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("declared");
    }

    @Test
    void withoutTheLibrariesTheJdksOwnAreLeft() throws Exception {
        Class<?> alone = new WithoutLibraries().loadClass("io.tako.transport.compression.Coding");
        Field available = alone.getDeclaredField("AVAILABLE");
        available.setAccessible(true);
        Method token = alone.getDeclaredMethod("token");
        token.setAccessible(true);
        assertThat((List<?>) available.get(null))
                .extracting(coding -> token.invoke(coding))
                .containsExactly("gzip", "deflate");
    }

    /** Makes this package anew, in a world that has no library of compression. */
    private static final class WithoutLibraries extends ClassLoader {

        WithoutLibraries() {
            super(CodingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.aayushatharva.") || name.startsWith("com.github.luben.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.tako.transport.compression.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static final class Recorder implements BodyWriter {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int flushes;
        private boolean broken;

        @Override
        public void write(byte[] piece, int offset, int length) throws IOException {
            if (broken) {
                throw new InterruptedIOException("the peer takes nothing");
            }
            bytes.write(piece, offset, length);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public boolean open() {
            return true;
        }
    }
}
