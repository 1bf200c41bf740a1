package io.tako.autoconfigure;

import static io.tako.extract.Extractors.clientCertificate;
import static io.tako.extract.Extractors.connection;
import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import io.tako.http.Connection;
import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every way {@code server.ssl.*} names certificates, and what it says beside. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerSslTest {

    private @Nullable Path directory;
    private @Nullable Certificates made;
    private @Nullable X509Bundle siteIdentity;
    private @Nullable X509Bundle shopIdentity;

    @BeforeAll
    void makeCertificates(@TempDir Path temporary) throws Exception {
        directory = temporary;
        made = new Certificates();
        siteIdentity = certificates().issue("site.test");
        shopIdentity = certificates().issue("shop.test");
        Certificates.pem(directory().resolve("site"), site());
        Certificates.pem(directory().resolve("shop"), shop());
        certificates().authorityPem(directory());
        Certificates.store(directory().resolve("site.p12"), "PKCS12", site());
        Certificates.store(directory().resolve("site.jks"), "JKS", site());
        Certificates.store(directory().resolve("both.p12"), "PKCS12", site(), shop());
    }

    private Path directory() {
        return Objects.requireNonNull(directory);
    }

    private Certificates certificates() {
        return Objects.requireNonNull(made);
    }

    private X509Bundle site() {
        return Objects.requireNonNull(siteIdentity);
    }

    private X509Bundle shop() {
        return Objects.requireNonNull(shopIdentity);
    }

    private String at(String file) {
        return "file:" + directory().resolve(file);
    }

    private ReactiveWebApplicationContextRunner serving(RuntimeKind kind, String... properties) {
        return Contexts.serving(kind)
                .withConfiguration(
                        AutoConfigurations.of(
                                SslAutoConfiguration.class, TakoSslAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withPropertyValues(properties);
    }

    private String[] pemBundle(String name, String... more) {
        String prefix = "spring.ssl.bundle.pem." + name + ".keystore.";
        List<String> all = new ArrayList<>(List.of(more));
        all.add(prefix + "certificate=" + at(name + "/tls.crt"));
        all.add(prefix + "private-key=" + at(name + "/tls.key"));
        return all.toArray(String[]::new);
    }

    private static int port(AssertableReactiveWebApplicationContext context) {
        return Objects.requireNonNull(
                        ((org.springframework.boot.web.server.reactive.context
                                                .ReactiveWebServerApplicationContext)
                                        context.getSourceApplicationContext())
                                .getWebServer())
                .getPort();
    }

    private String get(int port, String path, SSLContext tls) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            URI uri = URI.create("https://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    /** On both runtimes. */
    private void servesTheSite(String... properties) {
        for (RuntimeKind kind : RuntimeKind.values()) {
            servesTheSite(serving(kind, properties));
        }
    }

    private void servesTheSite(ReactiveWebApplicationContextRunner runner) {
        runner.run(
                context -> {
                    assertThat(context).hasNotFailed();
                    int port = port(context);
                    assertThat(certificates().shown(port, "site.test"))
                            .isEqualTo(site().getCertificate());
                    assertThat(get(port, "/", certificates().client(null))).isEqualTo("hello");
                });
    }

    // The forms.

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aPemBundleIsServedAndTheStartLineSaysHttps(RuntimeKind kind, CapturedOutput output) {
        servesTheSite(serving(kind, pemBundle("site", "server.ssl.bundle=site")));
        assertThat(output)
                .containsPattern("Tako started on port \\d+ \\(https\\)")
                .contains("TLS by BoringSSL");
    }

    @Test
    void aStoreBundleIsServed() {
        servesTheSite(
                "server.ssl.bundle=site",
                "spring.ssl.bundle.jks.site.keystore.location=" + at("site.p12"),
                "spring.ssl.bundle.jks.site.keystore.password=changeit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.p12,PKCS12", "site.jks,JKS"})
    void aKeyStoreIsServed(String store) {
        String[] fileAndType = store.split(",");
        servesTheSite(
                "server.ssl.key-store=" + at(fileAndType[0]),
                "server.ssl.key-store-type=" + fileAndType[1],
                "server.ssl.key-store-password=changeit");
    }

    @Test
    void aKeyStoreOfTheClassPathIsServed() throws Exception {
        Files.copy(
                directory().resolve("site.jks"),
                onClassPath("made-certificates").resolve("site.jks"),
                StandardCopyOption.REPLACE_EXISTING);
        servesTheSite(
                "server.ssl.key-store=classpath:made-certificates/site.jks",
                "server.ssl.key-store-password=changeit");
    }

    private static Path onClassPath(String directory) throws Exception {
        ClassLoader loader = ServerSslTest.class.getClassLoader();
        Path root = Path.of(Objects.requireNonNull(loader.getResource(".")).toURI());
        return Files.createDirectories(root.resolve(directory));
    }

    @Test
    void pemFilesAreServed() {
        servesTheSite(
                "server.ssl.certificate=" + at("site/tls.crt"),
                "server.ssl.certificate-private-key=" + at("site/tls.key"));
    }

    @Test
    void pemFilesOfTheClassPathAreServed() throws Exception {
        Certificates.pem(onClassPath("made-certificates"), site());
        servesTheSite(
                "server.ssl.certificate=classpath:made-certificates/tls.crt",
                "server.ssl.certificate-private-key=classpath:made-certificates/tls.key");
    }

    @Test
    void pemContentIsServed() {
        servesTheSite(
                "server.ssl.certificate=" + site().getCertificatePathPEM(),
                "server.ssl.certificate-private-key=" + site().getPrivateKeyPEM());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void theAliasChoosesTheKey(String alias) {
        serving(
                        RuntimeKind.SHARED,
                        "server.ssl.key-store=" + at("both.p12"),
                        "server.ssl.key-store-password=changeit",
                        "server.ssl.key-alias=" + alias)
                .run(
                        c ->
                                assertThat(certificates().subject(port(c), "any.test"))
                                        .isEqualTo(
                                                alias.equals("0")
                                                        ? "CN=site.test"
                                                        : "CN=shop.test"));
    }

    @Test
    void disabledMeansClearText(CapturedOutput output) {
        serving(
                        RuntimeKind.SHARED,
                        pemBundle("site", "server.ssl.bundle=site", "server.ssl.enabled=false"))
                .run(c -> assertThat(c).hasNotFailed());
        assertThat(output).containsPattern("Tako started on port \\d+ \\(http\\)");
    }

    // What is said beside.

    @Test
    void serverNamesChooseTheirBundles() {
        String[] site = pemBundle("site", "server.ssl.bundle=site");
        String[] shop =
                pemBundle(
                        "shop",
                        "server.ssl.server-name-bundles[0].server-name=shop.test",
                        "server.ssl.server-name-bundles[0].bundle=shop",
                        "server.ssl.server-name-bundles[1].server-name=*.shop.test",
                        "server.ssl.server-name-bundles[1].bundle=shop");
        serving(RuntimeKind.SHARED, site)
                .withPropertyValues(shop)
                .run(
                        c -> {
                            assertThat(certificates().subject(port(c), "shop.test"))
                                    .isEqualTo("CN=shop.test");
                            assertThat(certificates().subject(port(c), "a.shop.test"))
                                    .isEqualTo("CN=shop.test");
                            assertThat(certificates().subject(port(c), "other.test"))
                                    .isEqualTo("CN=site.test");
                        });
        serving(RuntimeKind.SHARED, site)
                .withPropertyValues(shop)
                .withPropertyValues("tako.ssl.reject-unknown-names=true")
                .run(
                        c -> {
                            assertThat(certificates().subject(port(c), "shop.test"))
                                    .isEqualTo("CN=shop.test");
                            assertThat(certificates().subject(port(c), "site.test"))
                                    .isEqualTo("CN=site.test");
                            assertThatThrownBy(() -> certificates().subject(port(c), "other.test"))
                                    .isInstanceOf(SSLHandshakeException.class);
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void clientsAreAskedForCertificates(RuntimeKind kind) {
        String[] asking =
                pemBundle(
                        "site",
                        "server.ssl.bundle=site",
                        "server.ssl.client-auth=need",
                        "spring.ssl.bundle.pem.site.truststore.certificate=" + at("ca.crt"));
        serving(kind, asking)
                .run(
                        c -> {
                            assertThat(get(port(c), "/who", certificates().client(shop())))
                                    .isEqualTo("CN=shop.test");
                            assertThatThrownBy(
                                            () -> get(port(c), "/who", certificates().client(null)))
                                    .isInstanceOf(IOException.class);
                        });
        serving(kind, asking)
                .withPropertyValues("server.ssl.client-auth=want")
                .run(
                        c -> {
                            assertThat(get(port(c), "/who", certificates().client(shop())))
                                    .isEqualTo("CN=shop.test");
                            assertThat(get(port(c), "/who", certificates().client(null)))
                                    .contains("\"status\":403");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void versionsAndCiphersAreThoseThatWereNamed(String provider, CapturedOutput output) {
        serving(
                        RuntimeKind.SHARED,
                        "server.ssl.certificate=" + at("site/tls.crt"),
                        "server.ssl.certificate-private-key=" + at("site/tls.key"),
                        "server.ssl.enabled-protocols=TLSv1.2",
                        "server.ssl.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        "tako.ssl.provider=" + provider)
                .run(
                        c ->
                                assertThat(get(port(c), "/session", certificates().client(null)))
                                        .isEqualTo(
                                                "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        assertThat(output).contains(provider.equals("jdk") ? "TLS by the JDK" : "TLS by BoringSSL");
    }

    // Reloads.

    @Test
    void everyUpdateOfABundleIsServedAtOnceAndABrokenOneIsNot(CapturedOutput output) {
        serving(RuntimeKind.SHARED, pemBundle("site", "server.ssl.bundle=site"))
                .withPropertyValues(
                        pemBundle(
                                "shop",
                                "server.ssl.server-name-bundles[0].server-name=shop.test",
                                "server.ssl.server-name-bundles[0].bundle=shop"))
                .run(
                        c -> {
                            SslBundleRegistry registry = c.getBean(SslBundleRegistry.class);
                            SslBundle original = c.getBean(SslBundles.class).getBundle("site");
                            for (int i = 0; i < 3; i++) {
                                for (String name : List.of("site", "shop")) {
                                    X509Bundle next = certificates().issue(name + ".test");
                                    registry.updateBundle(name, bundle(next, next));
                                    assertThat(certificates().shown(port(c), name + ".test"))
                                            .isEqualTo(next.getCertificate());
                                }
                            }
                            registry.updateBundle("site", original);
                            registry.updateBundle("site", bundle(shop(), site()));
                            assertThat(certificates().shown(port(c), "site.test"))
                                    .isEqualTo(site().getCertificate());
                        });
        assertThat(output)
                .contains("SSL bundle \"shop\" was reloaded")
                .contains("SSL bundle \"site\" has changed and cannot be used")
                .contains("the private key is not that of the certificate");
    }

    private static SslBundle bundle(X509Bundle key, X509Bundle certificate) throws Exception {
        return SslBundle.of(
                new org.springframework.boot.ssl.pem.PemSslStoreBundle(
                        org.springframework.boot.ssl.pem.PemSslStoreDetails.forCertificate(
                                        certificate.getCertificatePathPEM())
                                .withPrivateKey(key.getPrivateKeyPEM()),
                        null));
    }

    // Refusals.

    private static @Nullable Throwable refusal(@Nullable Throwable failure) {
        Throwable found = failure;
        while (found != null && !(found instanceof RefusedSettingException)) {
            boolean unknown = found instanceof NoSuchSslBundleException;
            found = unknown ? found.getSuppressed()[0] : found.getCause();
        }
        return found;
    }

    private void refused(String property, String reason, String... properties) {
        serving(RuntimeKind.SHARED, properties)
                .run(
                        c -> {
                            assertThat(c).hasFailed();
                            assertThat(refusal(c.getStartupFailure()))
                                    .isInstanceOfSatisfying(
                                            RefusedSettingException.class,
                                            e -> {
                                                assertThat(e.property()).isEqualTo(property);
                                                assertThat(e.reason()).contains(reason);
                                            });
                        });
    }

    @Test
    void aBundleThatIsNotThereIsRefused() {
        refused("server.ssl.bundle", "'site' cannot be found", "server.ssl.bundle=site");
    }

    @Test
    void whatFailsWithoutTheBundleIsBootsOwnException() {
        serving(RuntimeKind.SHARED, "server.ssl.bundle=site")
                .run(
                        c ->
                                assertThat(c.getStartupFailure())
                                        .cause()
                                        .isInstanceOf(NoSuchSslBundleException.class));
    }

    @Test
    void aServerNameBundleThatIsNotThereIsRefused() {
        refused(
                "server.ssl.server-name-bundles[0].bundle",
                "'shop' cannot be found",
                pemBundle(
                        "site",
                        "server.ssl.bundle=site",
                        "server.ssl.server-name-bundles[0].server-name=shop.test",
                        "server.ssl.server-name-bundles[0].bundle=shop"));
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        refused(
                "server.ssl.certificate",
                "nowhere.crt",
                "server.ssl.certificate=" + at("nowhere.crt"),
                "server.ssl.certificate-private-key=" + at("site/tls.key"));
    }

    @Test
    void aWrongPasswordIsRefused() {
        refused(
                "server.ssl.key-store",
                "site.p12",
                "server.ssl.key-store=" + at("site.p12"),
                "server.ssl.key-store-password=wrong");
    }

    @Test
    void anAliasThatIsNotThereIsRefused() {
        refused(
                "server.ssl.key-store",
                "does not contain alias 'nobody'",
                "server.ssl.key-store=" + at("site.p12"),
                "server.ssl.key-store-password=changeit",
                "server.ssl.key-alias=nobody");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        refused(
                "server.ssl.certificate",
                "the private key is not that of the certificate of CN=site.test",
                "server.ssl.certificate=" + at("site/tls.crt"),
                "server.ssl.certificate-private-key=" + at("shop/tls.key"));
    }

    @Test
    void nothingNamedIsRefused() {
        refused("server.ssl.enabled", "no trust material", "server.ssl.enabled=true");
    }

    @Test
    void askingClientsWithoutAuthoritiesIsRefused() {
        refused(
                "server.ssl.client-auth",
                "nothing says which to trust",
                pemBundle("site", "server.ssl.bundle=site", "server.ssl.client-auth=want"));
    }

    @Test
    void unknownCiphersAreRefused() {
        refused(
                "server.ssl.ciphers",
                "TLS_ROT13",
                "server.ssl.certificate=" + at("site/tls.crt"),
                "server.ssl.certificate-private-key=" + at("site/tls.key"),
                "server.ssl.ciphers=TLS_ROT13");
        refused(
                "server.ssl.bundle",
                "TLS_ROT13",
                pemBundle(
                        "site",
                        "server.ssl.bundle=site",
                        "tako.ssl.provider=jdk",
                        "spring.ssl.bundle.pem.site.options.ciphers=TLS_ROT13"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void unknownVersionsAreRefused(String provider) {
        refused(
                "server.ssl.enabled-protocols",
                "TLSv4",
                "server.ssl.certificate=" + at("site/tls.crt"),
                "server.ssl.certificate-private-key=" + at("site/tls.key"),
                "tako.ssl.provider=" + provider,
                "server.ssl.enabled-protocols=TLSv4");
    }

    @Test
    void aProtocolThatChoosesVersionsIsRefused() {
        refused(
                "server.ssl.certificate",
                "its protocol is TLSv1.2",
                "server.ssl.certificate=" + at("site/tls.crt"),
                "server.ssl.certificate-private-key=" + at("site/tls.key"),
                "server.ssl.protocol=TLSv1.2");
    }

    @Test
    void aServerNameThatIsNoneIsRefused() {
        refused(
                "server.ssl.server-name-bundles",
                "neither a host name",
                pemBundle(
                        "site",
                        "server.ssl.bundle=site",
                        "server.ssl.server-name-bundles[0].server-name=a.*.test",
                        "server.ssl.server-name-bundles[0].bundle=site"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Routes routes() {
            return routes ->
                    routes.get("/", handle(() -> "hello"))
                            .get("/session", handle(connection(), Application::session))
                            .get(
                                    "/who",
                                    handle(
                                            clientCertificate(),
                                            who -> who.getSubjectX500Principal().getName()));
        }

        private static String session(Connection connection) {
            Connection.Tls tls = connection.tls().orElseThrow();
            return tls.protocol() + " " + tls.cipherSuite();
        }
    }
}
