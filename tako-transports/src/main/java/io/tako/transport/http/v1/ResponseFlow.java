package io.tako.transport.http.v1;

import io.netty.channel.ChannelHandlerContext;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.runtime.IoBackend;
import io.tako.transport.http.body.OutgoingStream;
import io.tako.transport.http.body.PreparedFile;
import io.tako.transport.http.v1.ResponseHead.Framing;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Puts each exchange's answer on the wire in the way its body asks for: whole, from a file, or in
 * pieces as a handler writes them. Belongs to the event loop.
 */
final class ResponseFlow {

    private final Http1Connection connection;
    private final ChannelHandlerContext ctx;
    private final ResponseSender sender;
    private boolean begun;
    private boolean endsByClose;
    private boolean events;

    ResponseFlow(Http1Connection connection, ChannelHandlerContext ctx, ResponseSender sender) {
        this.connection = connection;
        this.ctx = ctx;
        this.sender = sender;
    }

    /** Whether the head of a streamed response has been sent and its end has not. */
    boolean begun() {
        return begun;
    }

    /** Whether something is under way whose end the end of the connection tells. */
    boolean endsByClose() {
        return endsByClose;
    }

    /** Whether a stream of events is under way, which no client waits for to end. */
    boolean sendsEvents() {
        return begun && events;
    }

    /** All that was sent has left. */
    void left() {
        endsByClose = false;
    }

    void whole(Http1Exchange exchange, Response response) {
        Body body = response.body();
        boolean keepAlive = connection.decideKeepAlive(response);
        boolean http10 = exchange.framing().http10;
        boolean head = exchange.method() == HttpMethod.HEAD;
        if (head && !(body instanceof Body.Bytes) && body.length() != 0) {
            sender.headOnly(response, keepAlive, http10);
        } else {
            sender.whole(response, head, keepAlive, http10);
        }
        ended(exchange);
    }

    /** Whether the system sends this part of a file without its bytes passing through here. */
    boolean sendsByItself(Body.File part) {
        return !connection.facts().encrypted()
                && IoBackend.sendsPart(ctx.channel(), part.position(), part.length());
    }

    void file(Http1Exchange exchange, Response response, PreparedFile prepared) {
        sender.file(
                        response,
                        prepared,
                        connection.decideKeepAlive(response),
                        exchange.framing().http10)
                .addListener(
                        sent -> {
                            if (sent.isSuccess() && connection.isCurrent(exchange)) {
                                exchange.fileSent(prepared.part().length());
                                ended(exchange);
                            } else {
                                ctx.close();
                            }
                        });
    }

    void switching(Response response) {
        sender.switching(response);
    }

    /** A peer that is behind with what it has been sent can do without. */
    void hints(Response fields) {
        if (!ctx.channel().isWritable()) {
            return;
        }
        sender.informational(fields);
        if (!connection.working()) {
            sender.flush();
        }
    }

    void begin(Http1Exchange exchange, OutgoingStream task) {
        begun = true;
        events = isEvents(task.response());
        boolean http10 = exchange.framing().http10;
        boolean sized = task.length() >= 0 && task.response().trailers() == null;
        Framing framing = sized ? Framing.LENGTH : http10 ? Framing.CLOSE : Framing.CHUNKED;
        endsByClose = framing == Framing.CLOSE;
        boolean keepAlive =
                connection.keepAliveWhileStreaming(task.response(), framing != Framing.CLOSE);
        sender.begin(task.response(), framing, task.length(), keepAlive, http10);
        if (!connection.working()) {
            sender.flush();
        }
    }

    private static boolean isEvents(Response response) {
        String type = response.headers().getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    void piece(OutgoingStream task, byte[] piece) {
        sender.piece(piece);
        sender.flushed(sent -> task.sent(piece.length));
    }

    void end(Http1Exchange exchange, OutgoingStream task) {
        sender.end(task.trailers());
        ended(exchange);
    }

    private void ended(Http1Exchange exchange) {
        begun = false;
        sender.flushIfFull();
        connection.responseEnded(exchange);
    }
}
