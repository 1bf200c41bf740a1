package io.tako.transport.admission;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.ReferenceCountUtil;
import io.tako.http.ProxyHeader;
import io.tako.http.ProxyTlv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole PROXY header. Version, command, family and addresses are Netty's to tell; what its
 * codec lets pass or leaves out is added here. On the event loop.
 */
final class HeaderReader extends ChannelInboundHandlerAdapter {

    /** The grammar of section 2.1, of which the codec knows the addresses' own. */
    private static final Pattern LINE =
            Pattern.compile(
                    "PROXY (UNKNOWN( [^\\r\\n]*)?"
                            + "|TCP4( [0-9.]+){2}( (0|[1-9][0-9]{0,4})){2}"
                            + "|TCP6( [0-9A-Fa-f:.]+){2}( (0|[1-9][0-9]{0,4})){2})\\r\\n");

    private @Nullable HAProxyMessage message;
    private @Nullable Throwable failure;

    private HeaderReader() {}

    /**
     * Reads it.
     *
     * @param ctx the handler that has it, behind which the codec works
     * @param sender who sent it
     * @param kind how it is written
     * @param header the whole of it, released here
     * @throws BadHeaderException if it is not as the protocol says
     */
    static ProxyHeader read(
            ChannelHandlerContext ctx,
            SocketAddress sender,
            HeaderFrame kind,
            ByteBuf header,
            boolean verifyChecksum)
            throws BadHeaderException {
        List<ProxyTlv> tlvs = List.of();
        try {
            if (kind == HeaderFrame.BINARY) {
                tlvs = Extensions.read(header, verifyChecksum);
            } else if (!LINE.matcher(header.toString(StandardCharsets.US_ASCII)).matches()) {
                throw new BadHeaderException("its line is malformed");
            }
        } catch (BadHeaderException e) {
            header.release();
            throw e;
        }
        HAProxyMessage message = decode(ctx, header);
        try {
            return header(message, sender, tlvs);
        } catch (IllegalArgumentException e) {
            throw new BadHeaderException(String.valueOf(e.getMessage()));
        } finally {
            message.release();
        }
    }

    /** Has the codec decode it, which stays in the pipeline for so long only. */
    private static HAProxyMessage decode(ChannelHandlerContext ctx, ByteBuf header)
            throws BadHeaderException {
        HAProxyMessageDecoder codec = new HAProxyMessageDecoder();
        HeaderReader reader = new HeaderReader();
        ctx.pipeline().addAfter(ctx.name(), null, reader);
        ctx.pipeline().addAfter(ctx.name(), null, codec);
        ctx.fireChannelRead(header);
        if (ctx.pipeline().context(codec) != null) {
            ctx.pipeline().remove(codec);
        }
        ctx.pipeline().remove(reader);
        if (reader.message == null) {
            Throwable failure = reader.failure;
            throw new BadHeaderException(
                    "it is malformed: " + (failure == null ? "cut short" : failure.getMessage()));
        }
        return reader.message;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (read instanceof HAProxyMessage decoded) {
            message = decoded;
        } else {
            ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failure = cause;
    }

    private static ProxyHeader header(
            HAProxyMessage message, SocketAddress sender, List<ProxyTlv> tlvs)
            throws BadHeaderException {
        AddressFamily family = message.proxiedProtocol().addressFamily();
        boolean told = family != AddressFamily.AF_UNSPEC;
        if (told && message.proxiedProtocol().transportProtocol() != TransportProtocol.STREAM) {
            throw new BadHeaderException("it tells of datagrams");
        }
        boolean unix = family == AddressFamily.AF_UNIX;
        return new ProxyHeader(
                message.protocolVersion() == HAProxyProtocolVersion.V1
                        ? ProxyHeader.Version.V1
                        : ProxyHeader.Version.V2,
                message.command() == HAProxyCommand.LOCAL
                        ? ProxyHeader.Command.LOCAL
                        : ProxyHeader.Command.PROXY,
                sender,
                told ? address(unix, message.sourceAddress(), message.sourcePort()) : null,
                told
                        ? address(unix, message.destinationAddress(), message.destinationPort())
                        : null,
                tlvs);
    }

    private static SocketAddress address(boolean unix, String text, int port) {
        return unix
                ? UnixDomainSocketAddress.of(text)
                : new InetSocketAddress(InetAddress.ofLiteral(text), port);
    }
}
