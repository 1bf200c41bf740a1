package io.tako.benchmarks.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request on a fresh virtual thread of the JDK's own scheduler, which hands the
 * response back to the loop: what one gets by adding {@code Thread.startVirtualThread} to Netty.
 * Pipelined requests run at the same time and are answered in order.
 */
final class NettyVirtualThreads extends NettyRequests {
    private final Queue<Slot> slots = new ArrayDeque<>();

    NettyVirtualThreads(NettyEndpoints endpoints) {
        super(endpoints);
    }

    @Override
    void request(ChannelHandlerContext ctx, HttpRequest head, byte[] body) {
        var slot = new Slot(keepAlive(head));
        slots.add(slot);
        Thread.startVirtualThread(
                () -> {
                    slot.response = answer(head, body);
                    ctx.executor().execute(() -> writeReady(ctx));
                });
    }

    private FullHttpResponse answer(HttpRequest head, byte[] body) {
        try {
            return endpoints.answer(head, body);
        } catch (RuntimeException _) {
            return endpoints.empty(HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private void writeReady(ChannelHandlerContext ctx) {
        boolean written = false;
        for (Slot slot = slots.peek(); slot != null; slot = slots.peek()) {
            FullHttpResponse response = slot.response;
            if (response == null) {
                break;
            }
            slots.remove();
            write(ctx, response, slot.keepAlive);
            written = true;
        }
        if (written) {
            ctx.flush();
        }
    }

    private static final class Slot {
        final boolean keepAlive;
        volatile @Nullable FullHttpResponse response;

        Slot(boolean keepAlive) {
            this.keepAlive = keepAlive;
        }
    }
}
