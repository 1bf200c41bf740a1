package io.tako.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of what notices new certificates where Spring Boot's own watching gets no
 * notice of them.
 */
@AutoConfiguration(after = {SslAutoConfiguration.class, TakoRuntimeAutoConfiguration.class})
@ConditionalOnBean({SslProperties.class, SslBundleRegistry.class, TakoSettings.class})
public final class TakoSslAutoConfiguration {

    @Bean
    SslBundlePoll takoSslBundlePoll(
            SslProperties properties,
            SslBundleRegistry registry,
            TakoSettings settings,
            ResourceLoader applicationLoader) {
        ResourceLoader resources = ApplicationResourceLoader.get(applicationLoader, true);
        List<SslBundleFiles> bundles = new ArrayList<>();
        properties
                .getBundle()
                .getPem()
                .forEach(
                        (name, pem) -> {
                            if (pem.isReloadOnUpdate()) {
                                bundles.add(SslBundleFiles.of(name, pem, resources));
                            }
                        });
        properties
                .getBundle()
                .getJks()
                .forEach(
                        (name, jks) -> {
                            if (jks.isReloadOnUpdate()) {
                                bundles.add(SslBundleFiles.of(name, jks, resources));
                            }
                        });
        return new SslBundlePoll(registry, bundles, settings.sslReloadInterval());
    }
}
