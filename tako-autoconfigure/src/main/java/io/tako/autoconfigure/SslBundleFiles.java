package io.tako.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.JksSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * What a bundle is made of.
 *
 * @param name the name of the bundle
 * @param locations its files
 * @param resources reads them
 * @param bundle makes the bundle of them anew
 */
record SslBundleFiles(
        String name, List<String> locations, ResourceLoader resources, Supplier<SslBundle> bundle) {

    static SslBundleFiles of(
            String name, PemSslBundleProperties properties, ResourceLoader resources) {
        return new SslBundleFiles(
                name,
                locations(
                        properties.getKeystore().getCertificate(),
                        properties.getKeystore().getPrivateKey(),
                        properties.getTruststore().getCertificate(),
                        properties.getTruststore().getPrivateKey()),
                resources,
                () -> PropertiesSslBundle.get(properties, resources));
    }

    static SslBundleFiles of(
            String name, JksSslBundleProperties properties, ResourceLoader resources) {
        return new SslBundleFiles(
                name,
                locations(
                        properties.getKeystore().getLocation(),
                        properties.getTruststore().getLocation()),
                resources,
                () -> PropertiesSslBundle.get(properties, resources));
    }

    private static List<String> locations(@Nullable String... written) {
        return Stream.of(written)
                .filter(Objects::nonNull)
                .filter(StringUtils::hasText)
                .filter(text -> !PemContent.isPresentInText(text))
                .toList();
    }

    /** A digest of all that the files hold, whatever links lead to them. */
    String digest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String location : locations) {
                byte[] content = resources.getResource(location).getContentAsByteArray();
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
                digest.update(content);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The bundle of what the files hold now. Fails if it cannot be read. */
    SslBundle load() {
        SslBundle loaded = bundle.get();
        if (loaded.getStores().getKeyStore() != null) {
            loaded.getManagers().getKeyManagerFactory();
        }
        if (loaded.getStores().getTrustStore() != null) {
            loaded.getManagers().getTrustManagerFactory();
        }
        return loaded;
    }
}
