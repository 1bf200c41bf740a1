package io.tako.autoconfigure;

import static io.tako.extract.Handlers.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.tako.routing.Routes;
import io.tako.runtime.RuntimeKind;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Which kinds of keys are served by which implementation of TLS: the table of docs/tls.md. Each is
 * served to a client, or does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyKindsTest {

    private static final byte[] GET =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private enum Kind {
        P_256("P-256 ECDSA", "-keyalg EC -groupname secp256r1", true, true),
        P_384("P-384 ECDSA", "-keyalg EC -groupname secp384r1", true, true),
        P_521("P-521 ECDSA", "-keyalg EC -groupname secp521r1", true, true),
        RSA("RSA", "-keyalg RSA -keysize 2048", true, true),
        RSASSA_PSS("RSASSA-PSS", "-keyalg RSASSA-PSS -keysize 2048", false, true),
        ED25519("Ed25519", "-keyalg Ed25519", false, true),
        ED448("Ed448", "-keyalg Ed448", false, true),
        ML_DSA("ML-DSA-65", "-keyalg ML-DSA-65", false, false);

        private final String told;
        private final String options;
        private final boolean boringSsl;
        private final boolean jdk;

        Kind(String told, String options, boolean boringSsl, boolean jdk) {
            this.told = told;
            this.options = options;
            this.boringSsl = boringSsl;
            this.jdk = jdk;
        }

        boolean served(String provider) {
            return switch (provider) {
                case "openssl" -> boringSsl;
                case "jdk" -> jdk;
                default -> boringSsl || jdk;
            };
        }
    }

    private final Map<Kind, Path> stores = new EnumMap<>(Kind.class);
    private @Nullable Path directory;

    @BeforeAll
    void makeKeys(@TempDir Path temporary) throws Exception {
        directory = temporary;
        for (Kind kind : Kind.values()) {
            stores.put(kind, KeyTool.make(store(kind.name()), "key", kind.options));
        }
    }

    private Path of(Kind kind) {
        return Objects.requireNonNull(stores.get(kind));
    }

    private Path store(String name) {
        return Objects.requireNonNull(directory).resolve(name + ".p12");
    }

    private ReactiveWebApplicationContextRunner serving(
            RuntimeKind runtime, Path store, String... properties) {
        return Contexts.serving(runtime)
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "server.ssl.key-store=file:" + store,
                        "server.ssl.key-store-password=" + KeyTool.PASSWORD)
                .withPropertyValues(properties);
    }

    /**
     * Asks as a client that trusts the certificates of these stores; the kind of key it was shown.
     */
    private String shown(AssertableReactiveWebApplicationContext context, Path... trusted)
            throws Exception {
        int port =
                Objects.requireNonNull(
                                ((ReactiveWebServerApplicationContext)
                                                context.getSourceApplicationContext())
                                        .getWebServer())
                        .getPort();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust(trusted), null);
        try (SSLSocket socket =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(GET);
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .endsWith("hello");
            return socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
        }
    }

    private static TrustManager[] trust(Path... stores) throws Exception {
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        for (Path file : stores) {
            KeyStore store = KeyStore.getInstance(file.toFile(), KeyTool.PASSWORD.toCharArray());
            for (var aliases = store.aliases(); aliases.hasMoreElements(); ) {
                String alias = aliases.nextElement();
                all.setCertificateEntry(file.getFileName() + alias, store.getCertificate(alias));
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(all);
        return factory.getTrustManagers();
    }

    private static RefusedSettingException refusal(
            AssertableReactiveWebApplicationContext context) {
        Throwable failure = context.getStartupFailure();
        while (!(failure instanceof RefusedSettingException refused)) {
            failure = Objects.requireNonNull(failure, "it was not refused").getCause();
        }
        return refused;
    }

    static List<Arguments> table() {
        List<Arguments> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (String provider : List.of("openssl", "jdk", "auto")) {
                for (RuntimeKind runtime : RuntimeKind.values()) {
                    all.add(Arguments.of(kind, provider, runtime));
                }
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0} by {1} on {2}")
    @MethodSource("table")
    void aKeyIsServedOrDoesNotStart(
            Kind kind, String provider, RuntimeKind runtime, CapturedOutput output) {
        Path store = of(kind);
        serving(runtime, store, "tako.ssl.provider=" + provider)
                .run(
                        context -> {
                            if (kind.served(provider)) {
                                assertThat(context).hasNotFailed();
                                assertThat(shown(context, store)).isNotEmpty();
                                assertThat(output).contains("TLS by " + told(kind, provider));
                            } else {
                                assertRefused(kind, provider, refusal(context));
                            }
                        });
    }

    private static String told(Kind kind, String provider) {
        if (kind.boringSsl && !provider.equals("jdk")) {
            return "BoringSSL";
        }
        return provider.equals("jdk")
                ? "the JDK"
                : "the JDK (BoringSSL cannot serve its " + kind.told + " key";
    }

    private void assertRefused(Kind kind, String provider, RefusedSettingException refused) {
        boolean demanded = provider.equals("openssl");
        assertThat(refused.property())
                .isEqualTo(demanded ? "tako.ssl.provider" : "server.ssl.key-store");
        assertThat(refused.value()).isEqualTo(demanded ? "openssl" : "file:" + stores.get(kind));
        assertThat(refused.reason())
                .contains(demanded ? "BoringSSL" : "the JDK's TLS")
                .contains("cannot serve its " + kind.told + " key");
        assertThat(refused.remedy()).contains("ECDSA or RSA key");
    }

    @ParameterizedTest
    @CsvSource({"openssl, false", "jdk, true", "auto, true"})
    void eachOfSeveralKeysIsTried(String provider, boolean served) throws Exception {
        Path both = store("both-" + provider);
        KeyTool.make(both, "first", Kind.P_256.options);
        KeyTool.make(both, "second", Kind.ED25519.options);
        serving(RuntimeKind.SHARED, both, "tako.ssl.provider=" + provider)
                .run(
                        context -> {
                            if (served) {
                                assertThat(shown(context, both)).isIn("EC", "EdDSA");
                            } else {
                                assertThat(refusal(context).reason()).contains("Ed25519");
                            }
                        });
        KeyTool.make(both, "third", Kind.ML_DSA.options);
        serving(RuntimeKind.SHARED, both, "tako.ssl.provider=" + provider)
                .run(context -> assertThat(refusal(context).reason()).contains("cannot serve its"));
    }

    @Test
    void aKeyBehindAServerNameIsTried() {
        ReactiveWebApplicationContextRunner named =
                serving(
                        RuntimeKind.SHARED,
                        of(Kind.P_256),
                        "server.ssl.server-name-bundles[0].server-name=shop.test",
                        "server.ssl.server-name-bundles[0].bundle=shop",
                        "spring.ssl.bundle.jks.shop.keystore.password=" + KeyTool.PASSWORD);
        String location = "spring.ssl.bundle.jks.shop.keystore.location=file:";
        named.withPropertyValues(location + stores.get(Kind.ML_DSA))
                .run(
                        context -> {
                            RefusedSettingException refused = refusal(context);
                            assertThat(refused.property())
                                    .isEqualTo("server.ssl.server-name-bundles[0].bundle");
                            assertThat(refused.value()).isEqualTo("shop");
                        });
        named.withPropertyValues(location + stores.get(Kind.RSASSA_PSS))
                .run(context -> assertThat(shown(context, of(Kind.P_256))).isEqualTo("EC"));
    }

    /** The handshake that proves the key has no certificate to show. */
    @ParameterizedTest
    @CsvSource({"need, openssl", "need, jdk", "want, openssl", "want, jdk"})
    void askingClientsForCertificatesIsNoObstacle(String auth, String provider) {
        serving(
                        RuntimeKind.SHARED,
                        of(Kind.P_384),
                        "tako.ssl.provider=" + provider,
                        "server.ssl.client-auth=" + auth,
                        "server.ssl.trust-store=file:" + stores.get(Kind.RSA),
                        "server.ssl.trust-store-password=" + KeyTool.PASSWORD)
                .run(context -> assertThat(context).hasNotFailed());
        serving(
                        RuntimeKind.SHARED,
                        of(Kind.ML_DSA),
                        "tako.ssl.provider=" + provider,
                        "server.ssl.client-auth=" + auth,
                        "server.ssl.trust-store=file:" + stores.get(Kind.RSA),
                        "server.ssl.trust-store-password=" + KeyTool.PASSWORD)
                .run(context -> assertThat(refusal(context).reason()).contains("ML-DSA-65"));
    }

    /** Clients may refuse it; that its dates are over is for whoever renews it to know. */
    @ParameterizedTest
    @CsvSource({"openssl", "jdk"})
    void anExpiredCertificateIsServed(String provider) throws Exception {
        Path expired = store("expired-" + provider);
        KeyTool.make(expired, "key", "-keyalg EC -startdate -10d -validity 5");
        serving(RuntimeKind.SHARED, expired, "tako.ssl.provider=" + provider)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({"openssl", "jdk", "auto"})
    void cipherSuitesAndVersionsThatExcludeTheKeyAreRefused(String provider) {
        Path store = of(Kind.P_256);
        serving(
                        RuntimeKind.SHARED,
                        store,
                        "tako.ssl.provider=" + provider,
                        "server.ssl.enabled-protocols=TLSv1.2",
                        "server.ssl.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .run(
                        context -> {
                            RefusedSettingException refused = refusal(context);
                            assertThat(refused.property()).isEqualTo("server.ssl.ciphers");
                            assertThat(refused.value())
                                    .isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
                            assertThat(refused.reason()).contains("P-256 ECDSA key");
                        });
        serving(
                        RuntimeKind.SHARED,
                        store,
                        "tako.ssl.provider=" + provider,
                        "server.ssl.enabled-protocols=TLSv1.2",
                        "server.ssl.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .run(context -> assertThat(shown(context, store)).isEqualTo("EC"));
    }

    /** Old versions that the JDK has given up are still BoringSSL's to serve. */
    @Test
    void anOldVersionIsServedByTheImplementationThatHasIt() {
        Path store = of(Kind.RSA);
        String[] old = {
            "server.ssl.enabled-protocols=TLSv1.1",
            "server.ssl.ciphers=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
        };
        serving(RuntimeKind.SHARED, store, old)
                .withPropertyValues("tako.ssl.provider=openssl")
                .run(context -> assertThat(context).hasNotFailed());
        serving(RuntimeKind.SHARED, store, old)
                .withPropertyValues("tako.ssl.provider=jdk")
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aReloadToAKeyThatCannotBeServedKeepsTheOldOne(RuntimeKind runtime, CapturedOutput output) {
        bundled(runtime, "tako.ssl.provider=openssl")
                .run(
                        context -> {
                            SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
                            for (Kind kind : List.of(Kind.ED25519, Kind.RSASSA_PSS, Kind.ML_DSA)) {
                                registry.updateBundle("site", bundle(kind));
                                assertThat(output).contains("cannot serve its " + kind.told);
                                assertThat(shown(context, of(Kind.P_256))).isEqualTo("EC");
                            }
                            assertThat(output)
                                    .contains("SSL bundle \"site\" has changed and cannot be used")
                                    .doesNotContain("was reloaded");
                        });
    }

    @ParameterizedTest
    @EnumSource(RuntimeKind.class)
    void aReloadChangesTheImplementationWhereTheKeyAsksForIt(
            RuntimeKind runtime, CapturedOutput output) {
        bundled(runtime)
                .run(
                        context -> {
                            SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
                            registry.updateBundle("site", bundle(Kind.ED25519));
                            assertThat(output)
                                    .contains("from now on, by the JDK (BoringSSL cannot serve");
                            assertThat(shown(context, of(Kind.ED25519))).isEqualTo("EdDSA");
                            registry.updateBundle("site", bundle(Kind.ML_DSA));
                            assertThat(shown(context, of(Kind.ED25519))).isEqualTo("EdDSA");
                            registry.updateBundle("site", bundle(Kind.P_521));
                            assertThat(output).contains("from now on, by BoringSSL");
                            assertThat(shown(context, of(Kind.P_521))).isEqualTo("EC");
                        });
    }

    private ReactiveWebApplicationContextRunner bundled(RuntimeKind runtime, String... properties) {
        return Contexts.serving(runtime)
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "server.ssl.bundle=site",
                        "spring.ssl.bundle.jks.site.keystore.location=file:"
                                + stores.get(Kind.P_256),
                        "spring.ssl.bundle.jks.site.keystore.password=" + KeyTool.PASSWORD)
                .withPropertyValues(properties);
    }

    private SslBundle bundle(Kind kind) throws Exception {
        KeyStore store = KeyStore.getInstance(of(kind).toFile(), KeyTool.PASSWORD.toCharArray());
        return SslBundle.of(
                SslStoreBundle.of(store, KeyTool.PASSWORD, null),
                SslBundleKey.of(KeyTool.PASSWORD));
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Routes routes() {
            return routes -> routes.get("/", handle(() -> "hello"));
        }
    }
}
