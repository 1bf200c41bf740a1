package io.tako.transport.http.v1;

import io.netty.handler.codec.http.HttpRequest;
import io.tako.http.Body;
import io.tako.http.Connection;
import io.tako.http.Response;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.body.PreparedFile;
import io.tako.transport.http.exchange.AccessRecord;
import io.tako.transport.http.exchange.HttpExchange;
import io.tako.transport.http.fields.RequestTarget;
import io.tako.websocket.WebSocketUpgrade;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.support.Netty4HeadersAdapter;

/** One HTTP/1.1 request and its answer. */
final class Http1Exchange extends HttpExchange {

    private final Http1Connection connection;
    private final HttpRequest wire;
    private final RequestFraming framing;
    private final RequestTarget line;
    private final long sequence;
    private @Nullable HttpHeaders headers;

    Http1Exchange(
            Http1Connection connection,
            HttpRequest wire,
            RequestFraming framing,
            RequestTarget line,
            long sequence) {
        super(
                connection.state(),
                HttpMethod.valueOf(wire.method().name()),
                line.path(),
                line.query());
        this.connection = connection;
        this.wire = wire;
        this.framing = framing;
        this.line = line;
        this.sequence = sequence;
    }

    RequestFraming framing() {
        return framing;
    }

    @Override
    protected boolean awaited() {
        return connection.awaits(this);
    }

    @Override
    protected boolean current() {
        return connection.isCurrent(this);
    }

    @Override
    protected String version() {
        return wire.protocolVersion().text();
    }

    /** The system has sent all of a file's part. */
    void fileSent(long bytes) {
        bodySent(bytes);
    }

    @Override
    protected void sendWhole(Response response) {
        connection.responses().whole(this, response);
    }

    @Override
    protected void sendFile(Response response, PreparedFile prepared) {
        if (response.trailers() == null && connection.responses().sendsByItself(prepared.part())) {
            connection.responses().file(this, response, prepared);
        } else {
            stream(response, prepared);
        }
    }

    @Override
    protected void sendHead(OutgoingStream task) {
        connection.responses().begin(this, task);
    }

    @Override
    protected void sendPiece(OutgoingStream task, byte[] piece) {
        connection.responses().piece(task, piece);
    }

    @Override
    protected void sendEnd(OutgoingStream task) {
        connection.responses().end(this, task);
    }

    @Override
    protected void sendUpgrade(Response response, Body.Upgrade upgrade) {
        if (upgrade instanceof WebSocketUpgrade socket && !framing.http10) {
            connection.responses().switching(response);
            connection.upgraded(this, socket);
        } else {
            // RFC 9110 section 7.8: HTTP/1.0 has no upgrade.
            whole(
                    Response.of(HttpStatus.UPGRADE_REQUIRED)
                            .header(HttpHeaders.UPGRADE, upgrade.protocol()));
        }
    }

    @Override
    protected void breakOff() {
        connection.abort();
    }

    @Override
    protected void sendHints(Response fields) {
        // HTTP/1.0 has no 1xx (RFC 9110 section 15.2).
        if (!framing.http10) {
            connection.responses().hints(fields);
        }
    }

    @Override
    public String target() {
        return wire.uri();
    }

    @Override
    public String authority() {
        if (line.authority() != null) {
            return line.authority();
        }
        return framing.host == null ? "" : framing.host;
    }

    @Override
    public @Nullable String header(String name) {
        return wire.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return wire.headers().getAll(name);
    }

    @Override
    public HttpHeaders headers() {
        if (headers == null) {
            headers =
                    HttpHeaders.readOnlyHttpHeaders(
                            new HttpHeaders(new Netty4HeadersAdapter(wire.headers())));
        }
        return headers;
    }

    @Override
    public Connection connection() {
        return connection.facts();
    }

    @Override
    public String id() {
        return AccessRecord.id(connection.facts(), sequence);
    }
}
