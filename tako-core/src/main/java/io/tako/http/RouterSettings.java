package io.tako.http;

import jakarta.validation.Validator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a router lends its extractors and responders: the application's own mapper, converters and
 * validator, and the rules they share. Immutable; in a Spring application it is made of beans.
 *
 * @param json reads and writes JSON bodies
 * @param conversions turns text into typed values
 * @param validator checks values of {@code validated()} extractors; null refuses such routes at
 *     {@code build()}
 * @param cookieKeys signs and encrypts cookies; null refuses such routes at {@code build()}
 * @param trustedProxies whose forwarding fields are believed
 * @param maxBufferedBody the largest body read into memory in bytes, 2 MiB by default; more is 413
 * @param maxParameters the most parameters of a query or a form, 1,000 by default; a form with more
 *     is 413, a query 400. Empty ones do not count
 * @param sse how streams of events are kept and ended
 */
public record RouterSettings(
        JsonMapper json,
        ConversionService conversions,
        @Nullable Validator validator,
        @Nullable CookieKeys cookieKeys,
        TrustedProxies trustedProxies,
        long maxBufferedBody,
        int maxParameters,
        SseSettings sse) {

    /** The default of {@code maxBufferedBody}: 2 MiB. */
    public static final long DEFAULT_MAX_BUFFERED_BODY = 2L * 1024 * 1024;

    /** The default of {@code maxParameters}. */
    public static final int DEFAULT_MAX_PARAMETERS = 1_000;

    public RouterSettings {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(conversions, "conversions");
        Objects.requireNonNull(trustedProxies, "trustedProxies");
        Objects.requireNonNull(sse, "sse");
        if (maxBufferedBody < 0) {
            throw new IllegalArgumentException(
                    "maxBufferedBody: " + maxBufferedBody + " (expected: >= 0)");
        }
        if (maxParameters < 1) {
            throw new IllegalArgumentException(
                    "maxParameters: " + maxParameters + " (expected: >= 1)");
        }
    }

    /** Settings that need no application: plain mapper and converters, no validator, no keys. */
    public static RouterSettings defaults() {
        return new RouterSettings(
                JsonMapper.builder().build(),
                new DefaultFormattingConversionService(),
                null,
                null,
                TrustedProxies.NONE,
                DEFAULT_MAX_BUFFERED_BODY,
                DEFAULT_MAX_PARAMETERS,
                SseSettings.defaults());
    }

    public RouterSettings withJson(JsonMapper mapper) {
        return new RouterSettings(
                mapper,
                conversions,
                validator,
                cookieKeys,
                trustedProxies,
                maxBufferedBody,
                maxParameters,
                sse);
    }

    public RouterSettings withConversions(ConversionService service) {
        return new RouterSettings(
                json,
                service,
                validator,
                cookieKeys,
                trustedProxies,
                maxBufferedBody,
                maxParameters,
                sse);
    }

    public RouterSettings withValidator(Validator checks) {
        return new RouterSettings(
                json,
                conversions,
                checks,
                cookieKeys,
                trustedProxies,
                maxBufferedBody,
                maxParameters,
                sse);
    }

    public RouterSettings withCookieKeys(CookieKeys keys) {
        return new RouterSettings(
                json,
                conversions,
                validator,
                keys,
                trustedProxies,
                maxBufferedBody,
                maxParameters,
                sse);
    }

    public RouterSettings withTrustedProxies(TrustedProxies proxies) {
        return new RouterSettings(
                json,
                conversions,
                validator,
                cookieKeys,
                proxies,
                maxBufferedBody,
                maxParameters,
                sse);
    }

    public RouterSettings withMaxBufferedBody(long bytes) {
        return new RouterSettings(
                json,
                conversions,
                validator,
                cookieKeys,
                trustedProxies,
                bytes,
                maxParameters,
                sse);
    }

    public RouterSettings withMaxParameters(int most) {
        return new RouterSettings(
                json,
                conversions,
                validator,
                cookieKeys,
                trustedProxies,
                maxBufferedBody,
                most,
                sse);
    }

    public RouterSettings withSse(SseSettings settings) {
        return new RouterSettings(
                json,
                conversions,
                validator,
                cookieKeys,
                trustedProxies,
                maxBufferedBody,
                maxParameters,
                settings);
    }
}
