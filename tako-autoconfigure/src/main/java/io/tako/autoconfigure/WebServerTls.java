package io.tako.autoconfigure;

import io.tako.transport.TakoServer;
import io.tako.transport.TlsSetupException;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsConfig.ClientAuth;
import io.tako.transport.config.TlsMaterial;
import io.tako.transport.config.TlsOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ServerNameSslBundle;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.util.StringUtils;

/**
 * The TLS of a web server as {@code server.ssl.*} or {@code management.server.ssl.*} and the
 * bundles it names say it, now and after each update of a bundle. Safe for any thread.
 */
final class WebServerTls {

    private static final Logger log = LoggerFactory.getLogger(WebServerTls.class);

    private final Ssl ssl;
    private final String prefix;
    private final @Nullable SslBundles bundles;
    private final TlsOptions options;

    /**
     * @param prefix the properties that say it, {@code server.ssl} say
     */
    WebServerTls(Ssl ssl, String prefix, @Nullable SslBundles bundles, TlsOptions options) {
        this.ssl = ssl;
        this.prefix = prefix;
        this.bundles = bundles;
        this.options = options;
    }

    /**
     * What the bundles hold at the moment.
     *
     * @throws RefusedSettingException if one cannot be loaded
     * @throws NoSuchSslBundleException if there is none of a name; the refusal goes with it as a
     *     suppressed exception
     */
    TlsConfig config() {
        TlsMaterial standard =
                material(
                        ownName(),
                        keyProperty(),
                        keyValue(),
                        () -> WebServerSslBundle.get(ssl, bundles));
        Map<String, TlsMaterial> names = new LinkedHashMap<>();
        List<ServerNameSslBundle> entries = ssl.getServerNameBundles();
        for (int i = 0; i < entries.size(); i++) {
            ServerNameSslBundle entry = entries.get(i);
            TlsMaterial material =
                    material(
                            entry.bundle(),
                            prefix + ".server-name-bundles[" + i + "].bundle",
                            entry.bundle(),
                            () -> bundle(entry.bundle()));
            if (names.put(entry.serverName(), material) != null) {
                throw new RefusedSettingException(
                        prefix + ".server-name-bundles[" + i + "].server-name",
                        entry.serverName(),
                        "An entry before it has the same name.",
                        "Give each server name one bundle.");
            }
        }
        return new TlsConfig(standard, names, clientAuth(), options);
    }

    private SslBundle bundle(String name) {
        if (bundles == null) {
            throw new NoSuchSslBundleException(name, "there are no SSL bundles");
        }
        return bundles.getBundle(name);
    }

    private ClientAuth clientAuth() {
        return switch (ssl.getClientAuth()) {
            case null -> ClientAuth.NONE;
            case NONE -> ClientAuth.NONE;
            case WANT -> ClientAuth.WANT;
            case NEED -> ClientAuth.NEED;
        };
    }

    @FunctionalInterface
    private interface Source {
        SslBundle bundle();
    }

    private TlsMaterial material(String name, String property, String value, Source source) {
        try {
            SslBundle bundle = source.bundle();
            if (!bundle.getProtocol().equals(SslBundle.DEFAULT_PROTOCOL)) {
                throw new IllegalStateException(
                        "its protocol is "
                                + bundle.getProtocol()
                                + ", where only TLS is possible; versions are chosen by the"
                                + " enabled protocols");
            }
            return new TlsMaterial(
                    name,
                    bundle.getManagers().getKeyManagerFactory(),
                    trust(bundle),
                    list(bundle.getOptions().getEnabledProtocols()),
                    list(bundle.getOptions().getCiphers()));
        } catch (NoSuchSslBundleException e) {
            // Boot's own is what others look for; what it does not say goes with it.
            e.addSuppressed(
                    new RefusedSettingException(
                            property,
                            value,
                            sentence(e),
                            "Name one of the bundles under spring.ssl.bundle, add one of that name"
                                    + " there, or set "
                                    + prefix
                                    + ".enabled=false."));
            throw e;
        } catch (RuntimeException e) {
            throw new RefusedSettingException(
                    property,
                    value,
                    sentence(e),
                    "Name a certificate and a private key that can be read, by a bundle under"
                            + " spring.ssl.bundle or by "
                            + prefix
                            + ".*, or set "
                            + prefix
                            + ".enabled=false.",
                    e);
        }
    }

    /** Without a store of its own a bundle would trust every public authority. */
    private static @Nullable TrustManagerFactory trust(SslBundle bundle) {
        boolean managersOfItsOwn =
                bundle.getStores().getKeyStore() == null
                        && bundle.getStores().getTrustStore() == null;
        return managersOfItsOwn || bundle.getStores().getTrustStore() != null
                ? bundle.getManagers().getTrustManagerFactory()
                : null;
    }

    private static List<String> list(String @Nullable [] values) {
        return values == null ? List.of() : Arrays.asList(values);
    }

    private static String sentence(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? t.toString() : t.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.append('.').toString();
    }

    private String ownName() {
        String bundle = ssl.getBundle();
        return bundle != null && StringUtils.hasText(bundle) ? bundle : prefix;
    }

    private String keyProperty() {
        if (StringUtils.hasText(ssl.getBundle())) {
            return prefix + ".bundle";
        }
        if (ssl.getCertificate() != null) {
            return prefix + ".certificate";
        }
        return prefix + (ssl.getKeyStore() != null ? ".key-store" : ".enabled");
    }

    private String keyValue() {
        return switch (keyProperty().substring(prefix.length())) {
            case ".bundle" -> String.valueOf(ssl.getBundle());
            case ".certificate" -> String.valueOf(ssl.getCertificate());
            case ".key-store" -> String.valueOf(ssl.getKeyStore());
            default -> "true";
        };
    }

    /** Has the server use each bundle anew whenever it is updated. */
    void follow(TakoServer server, String listener) {
        SslBundles followed = bundles;
        if (followed == null) {
            return;
        }
        Map<String, Boolean> names = new LinkedHashMap<>();
        String own = ssl.getBundle();
        if (own != null && StringUtils.hasText(own)) {
            names.put(own, true);
        }
        ssl.getServerNameBundles().forEach(entry -> names.put(entry.bundle(), true));
        names.keySet()
                .forEach(
                        name ->
                                followed.addBundleUpdateHandler(
                                        name, updated -> reload(server, listener, name)));
    }

    /** The registry has the new bundle already when it calls its handlers. */
    private synchronized void reload(TakoServer server, String listener, String name) {
        try {
            server.reloadTls(listener, config());
            log.info(
                    "SSL bundle \"{}\" was reloaded; handshakes use it from now on, by {}",
                    name,
                    server.tlsProvider(listener).orElse("nobody, as the listener is closed"));
        } catch (RuntimeException e) {
            log.error(
                    "SSL bundle \"{}\" has changed and cannot be used; the one before stays in use:"
                            + " {}",
                    name,
                    e.getMessage(),
                    e);
        }
    }

    /** The refusal by the property at fault. */
    RefusedSettingException refused(TlsSetupException failure) {
        boolean own = !StringUtils.hasText(ssl.getBundle()) && failure.material().equals(ownName());
        String reason = failure.reason() + ".";
        return switch (failure.part()) {
            case PROVIDER ->
                    refused(
                            "tako.ssl.provider",
                            failure.value(),
                            reason,
                            "Add io.netty:netty-tcnative-boringssl-static with the classifier of"
                                    + " this system, or leave tako.ssl.provider out.",
                            failure);
            case TRUST ->
                    refused(
                            prefix + ".client-auth",
                            String.valueOf(ssl.getClientAuth()).toLowerCase(Locale.ROOT),
                            reason,
                            "Name the authorities of clients in the trust store of \""
                                    + failure.material()
                                    + "\", or remove "
                                    + prefix
                                    + ".client-auth.",
                            failure);
            case SERVER_NAME ->
                    refused(
                            prefix + ".server-name-bundles",
                            failure.value(),
                            reason,
                            "Write a host name, or *. and a domain.",
                            failure);
            case PROTOCOLS ->
                    refused(
                            own ? prefix + ".enabled-protocols" : bundleProperty(failure),
                            own ? failure.value() : failure.material(),
                            own ? reason : "Of its protocols, " + failure.value() + ": " + reason,
                            "Leave the protocols out, which enables TLSv1.3 and TLSv1.2.",
                            failure);
            case CIPHERS ->
                    refused(
                            own ? prefix + ".ciphers" : bundleProperty(failure),
                            own ? failure.value() : failure.material(),
                            own ? reason : "Of its ciphers, " + failure.value() + ": " + reason,
                            "Name cipher suites that this implementation of TLS has, or leave them"
                                    + " out.",
                            failure);
            case KEY_KIND ->
                    failure.value().isEmpty()
                            ? refused(
                                    own ? keyProperty() : bundleProperty(failure),
                                    own ? keyValue() : failure.material(),
                                    reason,
                                    "Name a certificate with an ECDSA or RSA key, which every"
                                            + " implementation of TLS and every client has.",
                                    failure)
                            : refused(
                                    "tako.ssl.provider",
                                    failure.value(),
                                    own ? reason : "Of \"" + failure.material() + "\": " + reason,
                                    "Leave tako.ssl.provider out, which takes the JDK's TLS for"
                                        + " such a key, or name a certificate with an ECDSA or RSA"
                                        + " key.",
                                    failure);
            case KEYS ->
                    refused(
                            own ? keyProperty() : bundleProperty(failure),
                            own ? keyValue() : failure.material(),
                            reason,
                            "Name a certificate and the private key it was made for.",
                            failure);
        };
    }

    private String bundleProperty(TlsSetupException failure) {
        List<ServerNameSslBundle> entries = ssl.getServerNameBundles();
        for (int i = 0; i < entries.size() && !failure.material().equals(ssl.getBundle()); i++) {
            if (entries.get(i).bundle().equals(failure.material())) {
                return prefix + ".server-name-bundles[" + i + "].bundle";
            }
        }
        return prefix + ".bundle";
    }

    private static RefusedSettingException refused(
            String property, String value, String reason, String remedy, Exception cause) {
        return new RefusedSettingException(property, value, reason, remedy, cause);
    }
}
