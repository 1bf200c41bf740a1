package io.tako.websocket;

import io.tako.handler.BodyMode;
import io.tako.handler.Execution;
import io.tako.handler.Handler;
import io.tako.handler.HandlerPlan;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.respond.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * The handler of a WebSocket route: checks the handshake (RFC 6455 section 4.2, RFC 8441 section 5)
 * and answers with a {@link WebSocketUpgrade}. Being a handler, middleware guards it like any.
 */
public final class WebSocketRoute implements Handler {

    static final String PROTOCOL = "websocket";

    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";
    private static final String SPOKEN = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String HANDSHAKE = "RFC 6455 section 4.2.1";
    private static final HttpMethod CONNECT = HttpMethod.valueOf("CONNECT");
    private static final HandlerPlan PLAN =
            new HandlerPlan(List.of(), BodyMode.NONE, Execution.VIRTUAL_THREAD, List.of());

    private final WebSocketHandler handler;
    private final @Nullable WebSocketOptions options;

    private WebSocketRoute(WebSocketHandler handler, @Nullable WebSocketOptions options) {
        this.handler = Objects.requireNonNull(handler, "handler");
        this.options = options;
    }

    /** A route with the options its router sets for all of them. */
    public static WebSocketRoute of(WebSocketHandler handler) {
        return new WebSocketRoute(handler, null);
    }

    /** A route with options of its own. */
    public static WebSocketRoute of(WebSocketHandler handler, WebSocketOptions options) {
        return new WebSocketRoute(handler, Objects.requireNonNull(options, "options"));
    }

    /** The same route with these options if it has none of its own. */
    public WebSocketRoute orDefault(WebSocketOptions defaults) {
        return options == null ? new WebSocketRoute(handler, defaults) : this;
    }

    @Override
    public HandlerPlan plan() {
        return PLAN;
    }

    @Override
    public Response handle(Request request) {
        WebSocketOptions chosen = options == null ? WebSocketOptions.defaults() : options;
        try {
            return request.method().equals(CONNECT)
                    ? connect(request, chosen)
                    : upgrade(request, chosen);
        } catch (BadHandshake bad) {
            return problem(HttpStatus.BAD_REQUEST, bad.detail(), request);
        }
    }

    /** HTTP/1.1. */
    private Response upgrade(Request request, WebSocketOptions chosen) {
        if (!request.method().equals(HttpMethod.GET)
                || !names(request, HttpHeaders.UPGRADE, PROTOCOL)) {
            return problem(
                            HttpStatus.UPGRADE_REQUIRED,
                            "Only a WebSocket can be opened here.",
                            request)
                    .header(HttpHeaders.UPGRADE, PROTOCOL);
        }
        if (!names(request, HttpHeaders.CONNECTION, "upgrade")) {
            throw new BadHandshake(HANDSHAKE, "the Connection field does not name upgrade");
        }
        String key = one(request, KEY, "RFC 6455 section 11.3.1");
        if (!soundKey(key)) {
            throw new BadHandshake(HANDSHAKE, "the Sec-WebSocket-Key is not 16 bytes in Base64");
        }
        return accepted(request, chosen, HttpStatus.SWITCHING_PROTOCOLS, key);
    }

    /** HTTP/2 and 3: the key has no use there. */
    private Response connect(Request request, WebSocketOptions chosen) {
        if (!PROTOCOL.equals(request.exchange().connectProtocol())) {
            return problem(
                    HttpStatus.NOT_IMPLEMENTED,
                    "The only protocol to connect to here is websocket.",
                    request);
        }
        return accepted(request, chosen, HttpStatus.OK, null);
    }

    private Response accepted(
            Request request, WebSocketOptions chosen, HttpStatus status, @Nullable String key) {
        String version = one(request, VERSION, "RFC 6455 section 11.3.5");
        if (!version.equals(SPOKEN)) {
            return problem(
                            HttpStatus.UPGRADE_REQUIRED,
                            "Of the WebSocket protocol version 13 is spoken (RFC 6455 section"
                                    + " 4.4).",
                            request)
                    .header(HttpHeaders.UPGRADE, PROTOCOL)
                    .header(VERSION, SPOKEN);
        }
        if (key != null && request.content().length() != 0) {
            throw new BadHandshake("RFC 6455 section 4.1", "the handshake has a body");
        }
        List<String> offered = Subprotocols.parse(request.headers(SUBPROTOCOL));
        var extensions = ExtensionList.parse(request.headers(EXTENSIONS));
        for (String origin : request.headers(HttpHeaders.ORIGIN)) {
            if (!Origins.allowed(origin, request.authority(), chosen.allowedOrigins())) {
                return problem(
                        HttpStatus.FORBIDDEN, "Pages of this origin may not connect.", request);
            }
        }
        String subprotocol = Subprotocols.choose(offered, chosen.subprotocols());
        Deflate deflate = Deflate.choose(extensions, chosen.compression());
        Response response = Response.of(status);
        if (key != null) {
            response = response.header("Sec-WebSocket-Accept", accept(key));
        }
        if (subprotocol != null) {
            response = response.header(SUBPROTOCOL, subprotocol);
        }
        if (deflate != null) {
            response = response.header(EXTENSIONS, deflate.field());
        }
        return response.body(new WebSocketUpgrade(handler, chosen, request, subprotocol, deflate));
    }

    private static String one(Request request, String name, String section) {
        List<String> lines = request.headers(name);
        if (lines.size() != 1) {
            throw new BadHandshake(
                    lines.isEmpty() ? HANDSHAKE : section,
                    "the " + name + " field is " + (lines.isEmpty() ? "missing" : "there twice"));
        }
        return lines.getFirst().strip();
    }

    /** Whether a list field names the option, whatever its case. */
    private static boolean names(Request request, String field, String option) {
        for (String line : request.headers(field)) {
            for (String part : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (part.strip().equals(option)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean soundKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static Response problem(HttpStatus status, String detail, Request request) {
        return Problems.response(Problems.problem(status, detail), request);
    }
}
