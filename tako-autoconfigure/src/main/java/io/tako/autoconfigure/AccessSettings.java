package io.tako.autoconfigure;

import io.tako.access.AcceptRate;
import io.tako.access.AddressFilter;
import io.tako.access.ConnectionFilter;
import io.tako.access.SourceLimit;
import io.tako.http.TrustedProxies;
import io.tako.transport.config.ProxyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.PropertyResolver;

/**
 * The part of {@link TakoSettings} that says who may connect: the PROXY protocol and the filters,
 * under one prefix.
 */
final class AccessSettings {

    private static final String BLOCK =
            "It must be an IP address or a CIDR block, such as 10.0.0.0/8 or ::1.";
    private static final int MOST_RATE = 1_000_000;

    private final String prefix;
    private final PropertyResolver written;

    /**
     * @param prefix of the properties: {@code tako}, say
     */
    AccessSettings(String prefix, PropertyResolver written) {
        this.prefix = prefix;
        this.written = written;
    }

    /**
     * What a listener expects of the PROXY protocol.
     *
     * @param unix whether it is on a Unix domain socket, whose file says who may connect
     */
    ProxyConfig proxy(ProxyConfig.Mode mode, TakoProperties.Proxy proxy, boolean unix) {
        List<String> trusted = proxy.trusted();
        each("proxy.trusted", trusted, block -> TrustedProxies.of(List.of(block)));
        if (mode != ProxyConfig.Mode.OFF && trusted.isEmpty() && !unix) {
            throw new RefusedSettingException(
                    prefix + ".proxy-protocol",
                    mode.name().toLowerCase(Locale.ROOT),
                    "Nobody is trusted to send the header, so that nobody's would be believed.",
                    "Name the balancers in "
                            + prefix
                            + ".proxy.trusted, such as 10.0.0.0/8; 0.0.0.0/0 and ::/0 are all.");
        }
        Duration timeout = proxy.headerTimeout();
        if (timeout.isNegative()) {
            throw refused("proxy.header-timeout", timeout, "It must be 0 (off) or more.");
        }
        long size = proxy.maxHeaderSize().toBytes();
        if (size < ProxyConfig.MIN_HEADER_SIZE || size > ProxyConfig.MAX_HEADER_SIZE) {
            throw refused(
                    "proxy.max-header-size",
                    proxy.maxHeaderSize(),
                    "It must be "
                            + ProxyConfig.MIN_HEADER_SIZE
                            + " to "
                            + ProxyConfig.MAX_HEADER_SIZE
                            + " bytes.");
        }
        return new ProxyConfig(
                mode,
                TrustedProxies.of(trusted),
                timeout,
                (int) size,
                proxy.verifyChecksum(),
                proxy.trustTls());
    }

    /** The filters that the properties ask for, cheapest first; none where they ask for nothing. */
    List<ConnectionFilter> filters(TakoProperties.Filter filter) {
        each("filter.allow", filter.allow(), block -> AddressFilter.of(List.of(block), List.of()));
        each("filter.deny", filter.deny(), block -> AddressFilter.of(List.of(), List.of(block)));
        List<ConnectionFilter> filters = new ArrayList<>();
        if (!filter.allow().isEmpty() || !filter.deny().isEmpty()) {
            filters.add(AddressFilter.of(filter.allow(), filter.deny()));
        }
        int most = count("filter.max-connections-per-source", filter.maxConnectionsPerSource());
        if (most > 0) {
            filters.add(SourceLimit.of(most));
        }
        int rate = count("filter.accept-rate", filter.acceptRate());
        if (rate > MOST_RATE) {
            throw refused("filter.accept-rate", rate, "It must be at most 1,000,000 a second.");
        }
        int burst = count("filter.accept-burst", filter.acceptBurst());
        if (rate > 0) {
            filters.add(AcceptRate.of(rate, burst > 0 ? burst : rate));
        } else if (burst > 0) {
            throw new RefusedSettingException(
                    prefix + ".filter.accept-burst",
                    String.valueOf(burst),
                    "There is no rate that it could exceed.",
                    "Set " + prefix + ".filter.accept-rate too, or remove the property.");
        }
        return filters;
    }

    private void each(String list, List<String> items, Consumer<String> reader) {
        for (int i = 0; i < items.size(); i++) {
            try {
                reader.accept(items.get(i));
            } catch (IllegalArgumentException e) {
                String item = list + "[" + i + "]";
                boolean indexed = written.containsProperty(prefix + "." + item);
                throw refused(indexed ? item : list, items.get(i), BLOCK);
            }
        }
    }

    private int count(String property, int value) {
        if (value < 0) {
            throw refused(property, value, "It must be 0 (off) or more.");
        }
        return value;
    }

    private InvalidConfigurationPropertyValueException refused(
            String property, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(
                prefix + "." + property, value, reason);
    }
}
