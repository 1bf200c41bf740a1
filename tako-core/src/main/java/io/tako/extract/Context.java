package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Attribute;
import io.tako.http.Connection;
import io.tako.http.ProxyHeader;
import io.tako.http.Rejection;
import io.tako.http.Request;
import io.tako.http.RequestHead;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;

/** What a request says beside its values: where it came from, where it went, what it carries. */
final class Context {

    private Context() {}

    /** A value that every request has. */
    static <T> HeadExtractor<T> always(Type type, Function<RequestHead, T> value) {
        return always(new Input(Input.Kind.CONTEXT, "", type, false), value);
    }

    private static <T> HeadExtractor<T> always(Input input, Function<RequestHead, T> value) {
        return new Lookup<>(input) {
            @Override
            public T find(RequestHead head) {
                return value.apply(head);
            }
        };
    }

    static <T> HeadExtractor<T> attribute(Attribute<T> key) {
        return new Lookup<>(new Input(Input.Kind.CONTEXT, key.name(), Object.class, true)) {
            @Override
            public @Nullable T find(RequestHead head) {
                return head.attribute(key);
            }

            @Override
            RuntimeException absent() {
                return new IllegalStateException(
                        key + " is not set (expected: middleware around this route sets it)");
            }
        };
    }

    static HeadExtractor<InetAddress> clientIp() {
        return new Lookup<>(
                new Input(Input.Kind.CONTEXT, "client address", InetAddress.class, true)) {
            @Override
            public @Nullable InetAddress find(RequestHead head) {
                return ClientAddress.of(head);
            }

            @Override
            RuntimeException absent() {
                return new Rejection.Missing("the client has no IP address");
            }
        };
    }

    static HeadExtractor<Connection.Peer> peer() {
        return new Lookup<>(
                new Input(Input.Kind.CONTEXT, "peer process", Connection.Peer.class, true)) {
            @Override
            public Connection.@Nullable Peer find(RequestHead head) {
                return head.connection().peer().orElse(null);
            }

            @Override
            RuntimeException absent() {
                return new Rejection.Forbidden(
                        "a connection over a Unix domain socket is required");
            }
        };
    }

    static HeadExtractor<ProxyHeader> proxyHeader() {
        return new Lookup<>(
                new Input(Input.Kind.CONTEXT, "PROXY header", ProxyHeader.class, true)) {
            @Override
            public @Nullable ProxyHeader find(RequestHead head) {
                return head.connection().proxy().orElse(null);
            }

            @Override
            RuntimeException absent() {
                return new Rejection.Missing("the connection has no PROXY header");
            }
        };
    }

    static HeadExtractor<X509Certificate> clientCertificate() {
        return new Lookup<>(
                new Input(Input.Kind.CONTEXT, "client certificate", X509Certificate.class, true)) {
            @Override
            public @Nullable X509Certificate find(RequestHead head) {
                List<X509Certificate> chain =
                        head.connection()
                                .tls()
                                .map(Connection.Tls::peerCertificates)
                                .orElse(List.of());
                return chain.isEmpty() ? null : chain.getFirst();
            }

            @Override
            RuntimeException absent() {
                return new Rejection.Forbidden("a client certificate is required");
            }
        };
    }

    static HeadExtractor<Principal> principal() {
        return new Lookup<>(new Input(Input.Kind.CONTEXT, "principal", Principal.class, true)) {
            @Override
            public @Nullable Principal find(RequestHead head) {
                return head.attribute(Request.PRINCIPAL);
            }

            @Override
            RuntimeException absent() {
                return new Rejection.Anonymous("who makes the request is not known");
            }
        };
    }

    static HeadExtractor<List<HttpRange>> range() {
        return always(
                new Input(Input.Kind.HEADER, HttpHeaders.RANGE, List.class, false), Context::range);
    }

    private static List<HttpRange> range(RequestHead head) {
        String field = head.header(HttpHeaders.RANGE);
        if (field == null
                || !head.method().equals(HttpMethod.GET)
                || !field.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
            return List.of();
        }
        try {
            return HttpRange.parseRanges("bytes=" + field.substring("bytes=".length()));
        } catch (IllegalArgumentException e) {
            throw new Rejection.Malformed(
                    "header 'Range' is " + Echo.of(field) + " (expected: byte ranges)");
        }
    }

    static HeadExtractor<Optional<String>> lastEventId() {
        return always(
                new Input(Input.Kind.HEADER, "Last-Event-ID", String.class, false),
                head -> {
                    String id = head.header("Last-Event-ID");
                    return id == null || id.isEmpty() ? Optional.empty() : Optional.of(utf8(id));
                });
    }

    /** Fields arrive one char per byte; browsers send this one in UTF-8. */
    private static String utf8(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(field)) {
            return field;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return field;
        }
    }
}
