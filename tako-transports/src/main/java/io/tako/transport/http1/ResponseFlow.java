package io.tako.transport.http1;

import io.netty.channel.ChannelHandlerContext;
import io.tako.http.Body;
import io.tako.http.Response;
import io.tako.transport.http1.ResponseHead.Framing;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * Takes each exchange's answer to the wire in the way its body asks for: whole, from a file, or in
 * pieces as a handler writes them. Belongs to the event loop.
 */
final class ResponseFlow {

    private final Http1Connection connection;
    private final ChannelHandlerContext ctx;
    private final ResponseSender sender;
    private boolean begun;

    ResponseFlow(Http1Connection connection, ChannelHandlerContext ctx, ResponseSender sender) {
        this.connection = connection;
        this.ctx = ctx;
        this.sender = sender;
    }

    /** Whether the head of a streamed response has been sent and its end has not. */
    boolean begun() {
        return begun;
    }

    /** Whether the answer to this request goes without a body whatever the response says. */
    static boolean bodyless(Http1Exchange exchange, Response response) {
        return exchange.method() == HttpMethod.HEAD || ResponseSender.bodyless(response.status());
    }

    /** The handler has returned. */
    void handled(Http1Exchange exchange) {
        StreamTask stream = exchange.stream();
        if (stream != null) {
            streamed(exchange, stream);
        } else if (exchange.claim()) {
            Response result = exchange.result();
            if (result == null || result.status().value() < 200) {
                result = serverError();
            }
            answer(exchange, result);
        }
        PreparedFile unused = exchange.takeFile();
        if (unused != null) {
            unused.close();
        }
    }

    private static Response serverError() {
        return Response.of(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    /** Sends a response whose right to be sent was claimed. */
    void answer(Http1Exchange exchange, Response response) {
        if (!connection.awaits(exchange)) {
            return;
        }
        Body body = response.body();
        if (body instanceof Body.Bytes
                || body instanceof Body.Empty
                || bodyless(exchange, response)) {
            answerWhole(exchange, response, body);
        } else if (body instanceof Body.File part) {
            answerFile(exchange, response, part);
        } else if (body instanceof Body.Streaming streaming) {
            StreamTask task = new StreamTask(exchange, response, streaming, connection);
            exchange.beginStream(task);
            connection.core().start(task);
        }
    }

    private void answerWhole(Http1Exchange exchange, Response response, Body body) {
        boolean keepAlive = connection.decideKeepAlive();
        boolean http10 = exchange.framing().http10;
        boolean head = exchange.method() == HttpMethod.HEAD;
        if (head && !(body instanceof Body.Bytes) && body.length() != 0) {
            sender.headOnly(response, keepAlive, http10);
        } else {
            sender.whole(response, head, keepAlive, http10);
        }
        ended(exchange);
    }

    private void answerFile(Http1Exchange exchange, Response response, Body.File part) {
        PreparedFile prepared = exchange.takeFile();
        if (prepared == null) {
            // An answer over the handler's head, or of a handler that ran on the loop.
            connection.core().startOffloaded(new FileTask(this, exchange, response, part));
        } else {
            sendFile(exchange, response, prepared);
        }
    }

    /** Sends a file that was opened away from the loop. */
    void sendFile(Http1Exchange exchange, Response response, PreparedFile prepared) {
        if (!connection.awaits(exchange)) {
            prepared.close();
            return;
        }
        if (prepared.channel() == null) {
            answer(exchange, serverError());
            return;
        }
        sender.file(response, prepared, connection.decideKeepAlive(), exchange.framing().http10)
                .addListener(
                        sent -> {
                            if (sent.isSuccess() && connection.isCurrent(exchange)) {
                                ended(exchange);
                            } else {
                                ctx.close();
                            }
                        });
    }

    /** Sends the head of a streamed response. */
    void beginStream(Http1Exchange exchange, StreamTask task) {
        if (!connection.awaits(exchange)) {
            task.peerGone();
            return;
        }
        begun = true;
        boolean http10 = exchange.framing().http10;
        boolean sized = task.length() >= 0 && task.response().trailers() == null;
        Framing framing = sized ? Framing.LENGTH : http10 ? Framing.CLOSE : Framing.CHUNKED;
        boolean keepAlive = connection.keepAliveWhileStreaming(framing != Framing.CLOSE);
        sender.begin(task.response(), framing, task.length(), keepAlive, http10);
        if (!connection.working()) {
            sender.flush();
        }
    }

    /** Sends one piece of a streamed body. */
    void sendPiece(Http1Exchange exchange, StreamTask task, byte[] piece) {
        if (!connection.awaits(exchange)) {
            task.out().fail();
            return;
        }
        sender.piece(piece);
        sender.flushed(sent -> task.out().sent(piece.length));
    }

    /** The writer of a streamed body has returned. */
    void streamed(Http1Exchange exchange, StreamTask task) {
        if (!connection.isCurrent(exchange)) {
            return;
        }
        if (!task.whole()) {
            ctx.close();
            return;
        }
        sender.end(task.trailers());
        ended(exchange);
    }

    private void ended(Http1Exchange exchange) {
        begun = false;
        connection.responseEnded(exchange);
    }
}
