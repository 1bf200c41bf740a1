package io.tako.transport.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.tako.tcp.Framing;
import io.tako.tcp.TcpFrames;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A connection in frames. */
final class ConnectionFrames implements TcpFrames {

    private final Framing framing;
    private final ChannelHandlerContext context;
    private final Input input;
    private final Outlet outlet;
    private final Function<Input.Read<byte[]>, Publisher<byte[]>> publisher;
    private final FrameCodec encoder;

    // The reader's: the codec remembers what it has seen of a frame, from this position on.
    private FrameCodec decoder;
    private long position;

    /**
     * @param publisher makes a stream of what is polled
     */
    ConnectionFrames(
            Framing framing,
            ChannelHandlerContext context,
            Input input,
            Outlet outlet,
            Function<Input.Read<byte[]>, Publisher<byte[]>> publisher) {
        this.framing = framing;
        this.context = context;
        this.input = input;
        this.outlet = outlet;
        this.publisher = publisher;
        this.encoder = FrameCodec.of(framing, context);
        this.decoder = encoder;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        return input.by(
                () -> {
                    byte[] frame = input.readFrame(decoder());
                    position = input.position();
                    if (frame == null) {
                        input.requireWhole();
                    }
                    return frame;
                });
    }

    private byte @Nullable [] poll() throws IOException {
        byte[] frame = input.pollFrame(decoder());
        position = input.position();
        return frame;
    }

    private FrameCodec decoder() {
        if (position != input.position()) {
            position = input.position();
            decoder = FrameCodec.of(framing, context);
        }
        return decoder;
    }

    @Override
    public void write(byte[] frame) throws IOException {
        byte[] whole = encoder.encode(frame);
        outlet.write(whole, 0, whole.length);
    }

    @Override
    public Flux<byte[]> flux() {
        return Flux.from(publisher.apply(this::poll));
    }
}
