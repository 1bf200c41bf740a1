package io.tako.transport.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.tako.http.Attribute;
import io.tako.http.Connection;
import io.tako.tcp.Framing;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpFrames;
import io.tako.transport.spine.LoopPublisher;
import io.tako.transport.spine.OnLoop;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The connection as its handler has it. Safe for any thread. */
final class HandlerConnection implements TcpConnection {

    private final TcpServerConnection server;
    private final ChannelHandlerContext context;
    private final Connection facts;
    private final Input input;
    private final Outlet outlet;
    private final Map<Attribute<?>, Object> attributes = new ConcurrentHashMap<>(4);

    HandlerConnection(
            TcpServerConnection server,
            ChannelHandlerContext context,
            Connection facts,
            Input input,
            Outlet outlet) {
        this.server = server;
        this.context = context;
        this.facts = facts;
        this.input = input;
        this.outlet = outlet;
    }

    @Override
    public Connection connection() {
        return facts;
    }

    @Override
    public String listener() {
        return server.listener();
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        return input.by(input::read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return required(input.by(() -> input.read(into, offset, length)));
    }

    @Override
    public byte[] readExactly(int count) throws IOException {
        return required(input.by(() -> input.readExactly(count)));
    }

    @Override
    public byte[] readToEnd(int most) throws IOException {
        return required(input.by(() -> input.readToEnd(most)));
    }

    private static <T> T required(@Nullable T result) {
        return Objects.requireNonNull(result);
    }

    @Override
    public TcpFrames frames(Framing framing) {
        return new ConnectionFrames(framing, context, input, outlet, this::published);
    }

    @Override
    public Flux<byte[]> flux() {
        return Flux.from(published(input::poll));
    }

    private Publisher<byte[]> published(Input.Read<byte[]> poll) {
        return new LoopPublisher<>(new OnLoop(server.core()), input.published(poll));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        outlet.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        outlet.flush();
    }

    @Override
    public Mono<Void> send(Publisher<byte[]> pieces) {
        return PublishedOutput.of(pieces, outlet, server.published());
    }

    @Override
    public void shutdownOutput() {
        if (outlet.shut()) {
            server.onLoop(server::endOutput);
        }
    }

    @Override
    public boolean inputEnded() {
        return server.inputEnded();
    }

    @Override
    public boolean open() {
        return outlet.open();
    }

    @Override
    public void close() {
        outlet.shut();
        server.onLoop(server::close);
    }

    @Override
    public void abort() {
        server.onLoop(server::abort);
    }

    @Override
    public boolean draining() {
        return server.draining();
    }

    @Override
    public void onDrain(Runnable action) {
        server.onLoop(() -> server.onDrain(action));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T attribute(Attribute<T> key) {
        return (T) attributes.get(key);
    }

    @Override
    public <T> void attribute(Attribute<T> key, @Nullable T value) {
        if (value == null) {
            attributes.remove(key);
        } else {
            attributes.put(key, value);
        }
    }

    @Override
    public String toString() {
        return "TCP " + facts;
    }
}
