package io.tako.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.access.AcceptRate;
import io.tako.access.AddressFilter;
import io.tako.access.SourceLimit;
import io.tako.client.ClientConfig;
import io.tako.http.CookieKeys;
import io.tako.http.RouterSettings;
import io.tako.http.SseSettings;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.RuntimeKind;
import io.tako.transport.accesslog.AccessLogger;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpLimits;
import io.tako.transport.config.HttpTimeouts;
import io.tako.transport.config.ProxyConfig;
import io.tako.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class TakoPropertiesTest {

    private static final Duration PHASE = Duration.ofSeconds(30);

    @Test
    void sayingNothingGivesTheDefaultsOfTheServer() {
        TakoSettings settings = settings();
        assertThat(settings.limits(DataSize.ofKilobytes(8))).isEqualTo(HttpLimits.defaults());
        assertThat(settings.timeouts()).isEqualTo(HttpTimeouts.defaults());
        assertThat(settings.drain(PHASE).withTimeout(DrainConfig.defaults().timeout()))
                .isEqualTo(DrainConfig.defaults());
        assertThat(settings.runtimeConfig()).isEqualTo(RuntimeConfig.defaults());
        assertThat(settings.webSocketOptions()).isEqualTo(WebSocketOptions.defaults());
        assertThat(settings.clientConfig()).isEqualTo(ClientConfig.defaults());
        RouterSettings router = router(settings);
        assertThat(router.maxBufferedBody()).isEqualTo(RouterSettings.DEFAULT_MAX_BUFFERED_BODY);
        assertThat(router.cookieKeys()).isNull();
        assertThat(router.trustedProxies().trusts(InetAddress.getLoopbackAddress())).isFalse();
    }

    @Test
    void runtimeIsWrittenInKebabCase() {
        assertThat(properties("tako.runtime=per-core").runtime()).isEqualTo(RuntimeKind.PER_CORE);
        assertThat(properties("tako.runtime=shared").runtime()).isEqualTo(RuntimeKind.SHARED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "io-uring", "IO_URING"})
    void ioIsWrittenAsTheKernelOrSpringWouldWriteIt(String text) {
        assertThat(properties("tako.io=" + text).io()).isEqualTo(IoPreference.IO_URING);
    }

    @Test
    void runtimeSettingsReachTheRuntime() {
        RuntimeConfig config =
                settings(
                                "tako.loops=3",
                                "tako.io=epoll",
                                "tako.pin=false",
                                "tako.watchdog.threshold=250ms")
                        .runtimeConfig();
        assertThat(config)
                .isEqualTo(
                        RuntimeConfig.defaults()
                                .withLoops(3)
                                .withIo(IoPreference.EPOLL)
                                .withPin(false)
                                .withWatchdog(Duration.ofMillis(250)));
    }

    @Test
    void everyLimitReachesItsPlace() {
        HttpLimits limits =
                settings(
                                "tako.limits.request-line=1KB",
                                "tako.limits.max-connections=2",
                                "tako.limits.max-concurrent-requests=3",
                                "tako.limits.max-requests-per-connection=4",
                                "tako.limits.pipelined=5KB",
                                "tako.limits.unread-body-drain=6KB",
                                "tako.limits.body-window=7KB",
                                "tako.limits.write-window=8KB")
                        .limits(DataSize.ofKilobytes(9));
        assertThat(limits)
                .isEqualTo(
                        new HttpLimits(
                                1024, 9 * 1024, 2, 3, 4, 5 * 1024, 6 * 1024, 7 * 1024, 8 * 1024));
    }

    @Test
    void accessLogIsWrittenWhereItIsAskedFor() {
        assertThat(settings().accessLog()).isNull();
        assertThat(settings("tako.access-log.format=json").accessLog()).isNull();
        for (String format : List.of("common", "combined", "json")) {
            assertThat(
                            settings(
                                            "tako.access-log.enabled=true",
                                            "tako.access-log.format=" + format)
                                    .accessLog())
                    .isNotNull();
        }
        assertThat(properties().accessLog().logger()).isEqualTo(AccessLogger.DEFAULT_LOGGER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tako.access-log.pattern=%h %Z", "tako.access-log.logger="})
    void accessLogThatCannotBeWrittenIsRefusedByName(String property) {
        TakoSettings settings = settings(property);
        assertThatThrownBy(settings::accessLog)
                .isInstanceOfSatisfying(
                        RefusedSettingException.class,
                        e -> {
                            assertThat(e.property() + "=" + e.value()).isEqualTo(property);
                            assertThat(e.remedy()).isNotBlank();
                        });
    }

    @Test
    void everySettingOfTheClientReachesItsPlace() {
        assertThat(
                        settings(
                                        "tako.client.max-connections=2",
                                        "tako.client.max-pending-acquires=0",
                                        "tako.client.pending-acquire-timeout=3s",
                                        "tako.client.idle-timeout=4s")
                                .clientConfig())
                .isEqualTo(new ClientConfig(2, 0, Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tako.client.max-connections=0",
                "tako.client.max-pending-acquires=-1",
                "tako.client.pending-acquire-timeout=-1s",
                "tako.client.idle-timeout=-1s"
            })
    void clientOutOfBoundsIsRefusedByName(String property) {
        TakoSettings settings = settings(property);
        assertThatThrownBy(settings::clientConfig)
                .isInstanceOfSatisfying(
                        InvalidConfigurationPropertyValueException.class,
                        e ->
                                assertThat(e.getName())
                                        .isEqualTo(property.substring(0, property.indexOf('='))));
    }

    @Test
    void everyOptionOfWebSocketsReachesItsPlace() {
        WebSocketOptions options =
                settings(
                                "tako.websocket.allowed-origins=https://a.example, *",
                                "tako.websocket.max-frame=1KB",
                                "tako.websocket.max-message=2KB",
                                "tako.websocket.max-fragments=9",
                                "tako.websocket.ping-interval=3s",
                                "tako.websocket.idle-timeout=4s",
                                "tako.websocket.lifetime=5s",
                                "tako.websocket.close-timeout=6s",
                                "tako.websocket.compression.enabled=true",
                                "tako.websocket.compression.min-size=7B",
                                "tako.websocket.compression.context-takeover=false")
                        .webSocketOptions();
        assertThat(options)
                .isEqualTo(
                        WebSocketOptions.defaults()
                                .withAllowedOrigins("https://a.example", "*")
                                .withLimits(1024, 2048)
                                .withMaxFragments(9)
                                .withPingInterval(Duration.ofSeconds(3))
                                .withIdleTimeout(Duration.ofSeconds(4))
                                .withLifetime(Duration.ofSeconds(5))
                                .withCloseTimeout(Duration.ofSeconds(6))
                                .withCompression(new WebSocketOptions.Compression(true, 7, false)));
    }

    @Test
    void everySettingOfTheProxyProtocolReachesItsPlace() {
        assertThat(settings().proxy()).isEqualTo(ProxyConfig.off());
        ProxyConfig proxy =
                settings(
                                "tako.proxy-protocol=required",
                                "tako.proxy.trusted=10.0.0.0/8, ::1",
                                "tako.proxy.header-timeout=3s",
                                "tako.proxy.max-header-size=1KB",
                                "tako.proxy.verify-checksum=false",
                                "tako.proxy.trust-tls=true")
                        .proxy();
        assertThat(proxy.mode()).isEqualTo(ProxyConfig.Mode.REQUIRED);
        assertThat(proxy.trusted().trusts(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(proxy.trusted().trusts(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(proxy.headerTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(proxy.maxHeaderSize()).isEqualTo(1024);
        assertThat(proxy.verifyChecksum()).isFalse();
        assertThat(proxy.trustTls()).isTrue();
    }

    /** What YAML makes of an unquoted {@code off}. */
    @Test
    void theProxyProtocolIsOffWhereYamlSaysFalse() {
        assertThat(settings("tako.proxy-protocol=false").proxy()).isEqualTo(ProxyConfig.off());
    }

    @Test
    void everyFilterIsThereOnlyOnRequest() {
        assertThat(settings().filters()).isEmpty();
        assertThat(
                        settings(
                                        "tako.filter.allow=10.0.0.0/8",
                                        "tako.filter.max-connections-per-source=3",
                                        "tako.filter.accept-rate=4",
                                        "tako.filter.accept-burst=5")
                                .filters())
                .extracting(Object::getClass)
                .containsExactly(AddressFilter.class, SourceLimit.class, AcceptRate.class);
        assertThat(settings("tako.filter.deny=10.0.0.0/8").filters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tako.proxy.header-timeout=-1s",
                "tako.proxy.max-header-size=231B",
                "tako.proxy.max-header-size=65KB",
                "tako.proxy.trusted=balancer",
            })
    void valuesOfTheProxyProtocolOutOfBoundsAreRefused(String property) {
        assertThatThrownBy(() -> settings(property).proxy())
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining(property.substring(0, property.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tako.filter.max-connections-per-source=-1",
                "tako.filter.accept-rate=-1",
                "tako.filter.accept-rate=1000001",
                "tako.filter.accept-burst=-1",
                "tako.filter.allow=ten",
            })
    void valuesOfFiltersOutOfBoundsAreRefused(String property) {
        assertThatThrownBy(() -> settings(property).filters())
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining(property.substring(0, property.indexOf('=')));
    }

    @Test
    void everyTimeoutReachesItsPlace() {
        HttpTimeouts timeouts =
                settings(
                                "tako.timeouts.header-read=1s",
                                "tako.timeouts.keep-alive=2s",
                                "tako.timeouts.body-read=3s",
                                "tako.timeouts.write-stall=0")
                        .timeouts();
        assertThat(timeouts)
                .isEqualTo(
                        new HttpTimeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ZERO));
    }

    @Test
    void streamsOfEventsAreToldTheirTimes() {
        assertThat(router(settings("tako.sse.keep-alive=7s", "tako.sse.drain-retry=0")).sse())
                .isEqualTo(new SseSettings(Duration.ofSeconds(7), Duration.ZERO));
        assertThat(router(settings()).sse()).isEqualTo(SseSettings.defaults());
    }

    @Test
    void everyTimeOfADrainReachesItsPlace() {
        DrainConfig drain =
                settings("tako.drain.delay=5s", "tako.drain.timeout=10s", "tako.drain.quiet=0")
                        .drain(PHASE);
        assertThat(drain)
                .isEqualTo(
                        new DrainConfig(
                                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO));
    }

    @Test
    void aDrainHasAllOfSpringsPhaseUnlessItSaysLess() {
        assertThat(settings().drain(PHASE).timeout()).isGreaterThan(PHASE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tako.drain.delay=-1s",
                "tako.drain.delay=30s",
                "tako.drain.timeout=-1s",
                "tako.drain.quiet=-1s"
            })
    void timesThatADrainCannotKeepAreRefused(String setting) {
        assertThatThrownBy(() -> settings(setting).drain(PHASE))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
    }

    @Test
    void proxiesCookiesAndBodyLimitReachTheRouter() throws Exception {
        RouterSettings router =
                router(
                        settings(
                                "tako.max-buffered-body=10KB",
                                "tako.trusted-proxies=10.0.0.0/8,::1",
                                "tako.cookies.secrets[0]=" + "n".repeat(32),
                                "tako.cookies.secrets[1]=" + "o".repeat(32)));
        assertThat(router.maxBufferedBody()).isEqualTo(10 * 1024);
        assertThat(router.trustedProxies().trusts(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(router.trustedProxies().trusts(InetAddress.ofLiteral("11.1.2.3"))).isFalse();
        CookieKeys keys = Objects.requireNonNull(router.cookieKeys());
        CookieKeys old = CookieKeys.of(List.of("o".repeat(32)));
        assertThat(keys.verify("id", old.sign("id", "7"))).contains("7");
        assertThat(old.verify("id", keys.sign("id", "7"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tako.limits.request-line=63B",
                "tako.limits.max-connections=-1",
                "tako.limits.max-concurrent-requests=-1",
                "tako.limits.max-requests-per-connection=-1",
                "tako.limits.pipelined=-1B",
                "tako.limits.unread-body-drain=3GB",
                "tako.limits.body-window=1023B",
                "tako.limits.write-window=1023B",
                "tako.timeouts.header-read=-1s",
                "tako.timeouts.keep-alive=-1s",
                "tako.timeouts.body-read=-1s",
                "tako.timeouts.write-stall=-1s",
                "tako.timeouts.min-request-rate=-1B",
                "tako.timeouts.min-response-rate=-1B",
                "tako.timeouts.rate-grace=0s",
                "tako.http2.max-streams=0",
                "tako.http2.connection-window=65534B",
                "tako.http2.max-resets=-1",
                "tako.http2.max-control-frames=-1",
                "tako.http2.ping-interval=-1s",
                "tako.loops=-1",
                "tako.loops=1025",
                "tako.watchdog.threshold=-1s",
                "tako.max-buffered-body=-1B",
                "tako.sse.keep-alive=-1s",
                "tako.sse.drain-retry=-1s",
                "tako.websocket.allowed-origins=example.com",
                "tako.websocket.allowed-origins=https://example.com/path",
                "tako.websocket.max-frame=0B",
                "tako.websocket.max-message=2GB",
                "tako.websocket.max-fragments=0",
                "tako.websocket.ping-interval=-1s",
                "tako.websocket.idle-timeout=-1s",
                "tako.websocket.lifetime=-1s",
                "tako.websocket.close-timeout=0s",
                "tako.websocket.compression.min-size=0B",
                "tako.trusted-proxies=nobody"
            })
    void valuesOutOfBoundsAreRefusedByTheNameOfTheirProperty(String property) {
        TakoSettings settings = settings(property);
        assertThatThrownBy(
                        () -> {
                            settings.runtimeConfig();
                            settings.limits(DataSize.ofKilobytes(8));
                            settings.timeouts();
                            settings.http2();
                            settings.webSocketOptions();
                            router(settings);
                        })
                .isInstanceOfSatisfying(
                        InvalidConfigurationPropertyValueException.class,
                        e -> assertThat(property).startsWith(e.getName() + "="));
    }

    @Test
    void headerSizeOutOfBoundsIsRefusedByBootsName() {
        TakoSettings settings = settings();
        assertThatThrownBy(() -> settings.limits(DataSize.ofBytes(1)))
                .hasMessageContaining("server.max-http-request-header-size");
    }

    @Test
    void printingThePropertiesTellsNoSecret() {
        String secret = "s".repeat(40);
        assertThat(properties("tako.cookies.secrets=" + secret).toString()).doesNotContain(secret);
    }

    private static StandardEnvironment environment(String... values) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(values).applyTo(environment);
        return environment;
    }

    private static TakoProperties properties(String... values) {
        return Binder.get(environment(values)).bindOrCreate("tako", TakoProperties.class);
    }

    private static TakoSettings settings(String... values) {
        return new TakoSettings(properties(values), environment(values));
    }

    private static RouterSettings router(TakoSettings settings) {
        return settings.routerSettings(
                JsonMapper.builder().build(), new DefaultConversionService(), null);
    }
}
