package io.tako.extract;

import io.tako.handler.BodyExtractor;
import io.tako.handler.BodyMode;
import io.tako.handler.HeadExtractor;
import io.tako.http.Attribute;
import io.tako.http.Connection;
import io.tako.http.Content;
import io.tako.http.ProxyHeader;
import io.tako.http.Request;
import io.tako.http.RequestHead;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/**
 * The bundled extractors. Each is an immutable value that may be shared by any number of routes and
 * threads.
 *
 * <p>A value that is not there is rejected with {@link io.tako.http.Rejection.Missing}, one that
 * cannot be read with {@link io.tako.http.Rejection.Malformed}; {@code optional()} and {@code
 * orElse(...)} accept the first and never the second.
 */
public final class Extractors {

    private Extractors() {}

    /** The decoded variable of the route's pattern. */
    public static HeadExtractor<String> path(String name) {
        return path(name, String.class);
    }

    /** The variable of the route's pattern as this type. */
    public static <T> HeadExtractor<T> path(String name, Class<T> type) {
        return HeadValues.path(name, type);
    }

    /** The first query parameter of this name; {@code +} is a space. */
    public static HeadExtractor<String> query(String name) {
        return query(name, String.class);
    }

    /** The first query parameter of this name as this type. */
    public static <T> HeadExtractor<T> query(String name, Class<T> type) {
        return HeadValues.query(name, type);
    }

    /** All query parameters of this name in their order, empty if there is none. */
    public static <T> HeadExtractor<List<T>> queryAll(String name, Class<T> type) {
        return HeadValues.queryAll(name, type);
    }

    /** The first value of a request field; the name is matched without case. */
    public static HeadExtractor<String> header(String name) {
        return header(name, String.class);
    }

    /** The first value of a request field as this type. */
    public static <T> HeadExtractor<T> header(String name, Class<T> type) {
        return HeadValues.header(name, type);
    }

    /** A record of the route's variables, by its constructor; all faults are told at once. */
    public static <T extends Record> HeadExtractor<T> path(Class<T> type) {
        return RecordExtractor.path(type);
    }

    /**
     * A record of query parameters, by its constructor. Primitive components are required, other
     * absent ones are null or an empty {@code Optional}; all faults are told in one rejection.
     */
    public static <T extends Record> HeadExtractor<T> query(Class<T> type) {
        return RecordExtractor.query(type);
    }

    /** All request fields, read-only. */
    public static HeadExtractor<HttpHeaders> headers() {
        return Context.always(HttpHeaders.class, RequestHead::headers);
    }

    /** The first cookie of this name, as it was sent. */
    public static HeadExtractor<String> cookie(String name) {
        return Cookies.plain(name);
    }

    /**
     * The value of a cookie made by {@link SecureCookies#signed}. A cookie that was changed, or
     * signed with a secret no longer in use, counts as missing.
     */
    public static HeadExtractor<String> signedCookie(String name) {
        return Cookies.signed(name);
    }

    /**
     * The value of a cookie made by {@link SecureCookies#encrypted}. A cookie that was changed, or
     * encrypted with a secret no longer in use, counts as missing.
     */
    public static HeadExtractor<String> encryptedCookie(String name) {
        return Cookies.encrypted(name);
    }

    /** The pattern of the matched route, such as {@code /users/{id}}; empty in a fallback. */
    public static HeadExtractor<String> matchedPath() {
        return Context.always(String.class, RequestHead::matchedPath);
    }

    /**
     * The offered media type the client likes best: by quality, then by how exactly it was asked
     * for, then by the order offered (RFC 9110 section 12.5.1). The first one if the client does
     * not say; 406 if it accepts none.
     */
    public static HeadExtractor<MediaType> accept(MediaType... offered) {
        return Negotiation.mediaType(List.of(offered));
    }

    /**
     * The offered language the client likes best by lookup (RFC 4647 section 3.4), the first one if
     * none is asked for.
     */
    public static HeadExtractor<Locale> acceptLanguage(Locale... offered) {
        return Negotiation.language(List.of(offered));
    }

    /**
     * The byte ranges of a GET, at most 100; empty without {@code Range}, for other methods and for
     * units other than bytes, as those are to be ignored (RFC 9110 section 14.2).
     */
    public static HeadExtractor<List<HttpRange>> range() {
        return Context.range();
    }

    /**
     * The last event an {@code EventSource} saw before it reconnected, empty on a first connect.
     */
    public static HeadExtractor<Optional<String>> lastEventId() {
        return Context.lastEventId();
    }

    /**
     * The user and password of the {@code Basic} scheme (RFC 7617), not checked yet. Without them,
     * or if they cannot be read, 401 with a challenge for this realm; {@code optional()} accepts a
     * request without them.
     *
     * @param realm what the client tells its user the password is for, in printable ASCII
     */
    public static HeadExtractor<BasicCredentials> basic(String realm) {
        return Credentials.basic(realm);
    }

    /**
     * The token of the {@code Bearer} scheme (RFC 6750 section 2.1), not checked yet. Without it,
     * or if it cannot be read, 401 with a challenge.
     */
    public static HeadExtractor<String> bearer() {
        return Credentials.bearer();
    }

    /**
     * The address of the client. {@code Forwarded} (RFC 7239), or else {@code X-Forwarded-For}, is
     * believed as far as the router's trusted proxies wrote it. Missing on a Unix domain socket.
     */
    public static HeadExtractor<InetAddress> clientIp() {
        return Context.clientIp();
    }

    /** The connection the request arrived on. */
    public static HeadExtractor<Connection> connection() {
        return Context.always(Connection.class, RequestHead::connection);
    }

    /**
     * The PROXY header the request's connection began with. Missing without one, which {@code
     * optional()} allows.
     */
    public static HeadExtractor<ProxyHeader> proxyHeader() {
        return Context.proxyHeader();
    }

    /**
     * The certificate the client showed and the listener trusts. Without one the request is
     * rejected with {@link io.tako.http.Rejection.Forbidden}: the answer 401 would ask for
     * credentials in the request, and a certificate is shown before it.
     */
    public static HeadExtractor<X509Certificate> clientCertificate() {
        return Context.clientCertificate();
    }

    /**
     * The process that has connected over a Unix domain socket: its number, user and group. Where
     * the system does not tell it, as of any other connection, the request is rejected with {@link
     * io.tako.http.Rejection.Forbidden}.
     */
    public static HeadExtractor<Connection.Peer> peer() {
        return Context.peer();
    }

    /**
     * What middleware left under the key. Its absence is the application's fault, not the client's:
     * an {@link IllegalStateException}, unless {@code optional()} or {@code orElse(...)} allows it.
     */
    public static <T> HeadExtractor<T> attribute(Attribute<T> key) {
        return Context.attribute(key);
    }

    /**
     * Who makes the request, as {@link Request#PRINCIPAL} says: with Spring Security in the
     * application its authenticated principal. If nobody is known, Spring Security's entry point
     * asks for credentials where its filters are around the route; elsewhere it is 403.
     */
    public static HeadExtractor<Principal> principal() {
        return Context.principal();
    }

    /** All of the request but its body. */
    public static HeadExtractor<RequestHead> head() {
        return Context.always(RequestHead.class, head -> head);
    }

    /**
     * A JSON body by the application's mapper: 415 unless it is declared {@code application/json}
     * or {@code +json} in UTF-8, 400 with line and column or with the path of the value at fault.
     */
    public static <T> BodyExtractor<T> json(Class<T> type) {
        return JsonBody.of(type);
    }

    /** A JSON body of a generic type, such as a list of records. */
    public static <T> BodyExtractor<T> json(ParameterizedTypeReference<T> type) {
        return JsonBody.of(type.getType());
    }

    /** The body as text in its declared charset, UTF-8 by default; empty if there is none. */
    public static BodyExtractor<String> text() {
        return BodyReading.text();
    }

    /** The body in memory, up to the router's limit; empty if there is none. */
    public static BodyExtractor<byte[]> bytes() {
        return BodyReading.as(
                byte[].class, BodyMode.BUFFERED, request -> request.content().bytes());
    }

    /**
     * The fields of an {@code application/x-www-form-urlencoded} body in UTF-8, unmodifiable; other
     * types are 415.
     */
    public static BodyExtractor<MultiValueMap<String, String>> form() {
        return FormBody.fields();
    }

    /** A record of form fields, by the rules of {@link #query(Class)}. */
    public static <T extends Record> BodyExtractor<T> form(Class<T> type) {
        return FormBody.of(type);
    }

    /** The body itself, for handlers that choose how to read it. */
    public static BodyExtractor<Content> content() {
        return BodyReading.as(Content.class, BodyMode.STREAMED, Request::content);
    }

    /** The body as a blocking stream, read as fast as the handler asks. */
    public static BodyExtractor<InputStream> inputStream() {
        return BodyReading.as(
                InputStream.class, BodyMode.STREAMED, request -> request.content().stream());
    }

    /** The body as buffers with back-pressure; signals come from the event loop. */
    public static BodyExtractor<Flux<DataBuffer>> flux() {
        return BodyReading.as(Flux.class, BodyMode.STREAMED, request -> request.content().flux());
    }

    /** The whole request, body included; the router then knows nothing of what is read. */
    public static BodyExtractor<Request> request() {
        return BodyReading.as(Request.class, BodyMode.UNKNOWN, request -> request);
    }

    /**
     * The same value out of a body of at most so many bytes; more is 413. It takes the place of the
     * router's own limit, so it can raise that as well as lower it.
     */
    public static <T> BodyExtractor<T> maxBody(long bytes, BodyExtractor<T> body) {
        return BodyReading.limited(bytes, body);
    }
}
