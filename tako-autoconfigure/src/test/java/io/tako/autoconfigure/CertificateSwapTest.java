package io.tako.autoconfigure;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/** Certificates exchanged the way Kubernetes does it, under load. */
@ExtendWith(OutputCaptureExtension.class)
class CertificateSwapTest {

    private static final int SWAPS = 10;
    private static final byte[] GET =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /**
     * A mounted secret: files that are links through {@code ..data} to what it is at the moment.
     */
    private static final class Mount {

        private final Path directory;
        private int version;

        Mount(Path directory, X509Bundle first) throws IOException {
            this.directory = directory;
            swap(first);
            for (String file : List.of("tls.crt", "tls.key")) {
                Files.createSymbolicLink(directory.resolve(file), Path.of("..data", file));
            }
        }

        void swap(X509Bundle next) throws IOException {
            swap(next, next);
        }

        void swap(X509Bundle certificate, X509Bundle key) throws IOException {
            Path before = directory.resolve("..v" + version++);
            Path now = directory.resolve("..v" + version);
            Certificates.pem(now, certificate);
            Files.writeString(now.resolve("tls.key"), key.getPrivateKeyPEM());
            Path link = directory.resolve("..data_tmp");
            Files.createSymbolicLink(link, now.getFileName());
            Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            FileSystemUtils.deleteRecursively(before);
        }
    }

    private static ReactiveWebApplicationContextRunner serving(
            RuntimeKind kind, Path mount, String... more) {
        return Contexts.serving(kind)
                .withConfiguration(
                        AutoConfigurations.of(
                                SslAutoConfiguration.class, TakoSslAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "server.ssl.bundle=site",
                        "spring.ssl.bundle.pem.site.reload-on-update=true",
                        "spring.ssl.bundle.pem.site.keystore.certificate=file:"
                                + mount
                                + "/tls.crt",
                        "spring.ssl.bundle.pem.site.keystore.private-key=file:"
                                + mount
                                + "/tls.key")
                .withPropertyValues(more);
    }

    private static int port(org.springframework.context.ApplicationContext context) {
        return Objects.requireNonNull(
                        ((ReactiveWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    @ParameterizedTest(name = "{0}, noticed by {1}")
    @CsvSource({
        "SHARED, spring.ssl.bundle.watch.file.quiet-period=1h, tako.ssl.reload-interval=50ms",
        "PER_CORE, spring.ssl.bundle.watch.file.quiet-period=1h, tako.ssl.reload-interval=50ms",
        "SHARED, spring.ssl.bundle.watch.file.quiet-period=50ms, tako.ssl.reload-interval=0",
    })
    void tenSwapsUnderLoadFailNoHandshake(
            RuntimeKind kind, String boot, String tako, @TempDir Path mounted) throws Exception {
        Certificates certificates = new Certificates();
        Mount mount = new Mount(mounted, certificates.issue("site.test"));
        serving(kind, mounted, boot, tako)
                .run(
                        c -> {
                            int port = port(c.getSourceApplicationContext());
                            List<Thread> clients = new ArrayList<>();
                            for (int i = 0; i < 3; i++) {
                                clients.add(
                                        Thread.ofPlatform().start(() -> load(certificates, port)));
                            }
                            try {
                                for (int i = 0; i < SWAPS; i++) {
                                    X509Bundle next = certificates.issue("site.test");
                                    mount.swap(next);
                                    awaitShown(certificates, port, next.getCertificate());
                                }
                            } finally {
                                done.set(true);
                                for (Thread client : clients) {
                                    client.join();
                                }
                            }
                            assertThat(failures).isEmpty();
                            assertThat(handshakes).hasValueGreaterThan(SWAPS);
                        });
    }

    private void load(Certificates certificates, int port) {
        while (!done.get()) {
            try (SSLSocket socket = certificates.connect(port, "site.test")) {
                socket.getOutputStream().write(GET);
                byte[] all = socket.getInputStream().readAllBytes();
                if (!new String(all, StandardCharsets.US_ASCII).endsWith("hello")) {
                    throw new IOException("not the answer: " + all.length + " bytes");
                }
                handshakes.incrementAndGet();
            } catch (Exception e) {
                failures.add(e);
            }
        }
    }

    private static void awaitShown(Certificates certificates, int port, X509Certificate wanted)
            throws Exception {
        for (int i = 0; i < 6000 && !certificates.shown(port, "site.test").equals(wanted); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(certificates.shown(port, "site.test")).isEqualTo(wanted);
    }

    @Test
    void aBrokenSwapIsLoggedAndTheNextSoundOneIsServed(@TempDir Path mounted, CapturedOutput output)
            throws Exception {
        Certificates certificates = new Certificates();
        X509Bundle first = certificates.issue("site.test");
        Mount mount = new Mount(mounted, first);
        serving(
                        RuntimeKind.SHARED,
                        mounted,
                        "spring.ssl.bundle.watch.file.quiet-period=1h",
                        "tako.ssl.reload-interval=20ms")
                .run(
                        c -> {
                            int port = port(c.getSourceApplicationContext());
                            mount.swap(certificates.issue("site.test"), first);
                            awaitText(output, "SSL bundle \"site\" has changed and cannot be used");
                            assertThat(certificates.shown(port, "site.test"))
                                    .isEqualTo(first.getCertificate());
                            Files.writeString(mounted.resolve("..data/tls.key"), "no key at all");
                            awaitText(
                                    output, "SSL bundle \"site\" has changed and cannot be loaded");
                            assertThat(certificates.shown(port, "site.test"))
                                    .isEqualTo(first.getCertificate());
                            X509Bundle next = certificates.issue("site.test");
                            mount.swap(next);
                            awaitShown(certificates, port, next.getCertificate());
                        });
    }

    private static void awaitText(CapturedOutput output, String text) {
        for (int i = 0; i < 6000 && !output.toString().contains(text); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(output).contains(text);
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Routes routes() {
            return routes -> routes.get("/", handle(() -> "hello"));
        }
    }
}
