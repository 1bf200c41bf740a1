package io.tako.http;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY header a connection began with, by which a balancer tells whom it connects for (<a
 * href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">PROXY protocol</a>). Sent by a
 * peer that the listener trusts. Immutable.
 */
public final class ProxyHeader {

    /** The two ways to write the header. */
    public enum Version {
        /** A line of text. */
        V1,
        /** Binary, with extensions. */
        V2
    }

    /** Whom the connection is for. */
    public enum Command {
        /** The balancer itself, to look whether the server is well. */
        LOCAL,
        /** A client. */
        PROXY
    }

    private static final byte AWS_VPC_ENDPOINT_ID = 0x01;
    private static final byte AZURE_LINK_ID = 0x01;

    private final Version version;
    private final Command command;
    private final SocketAddress sender;
    private final @Nullable SocketAddress source;
    private final @Nullable SocketAddress destination;
    private final List<ProxyTlv> tlvs;
    private final @Nullable ProxySsl ssl;

    /**
     * A header.
     *
     * @param sender who sent it
     * @param source whom the connection is for; null if that is not told
     * @param destination where that client connected to; null if that is not told
     * @throws IllegalArgumentException if a TLV cannot be read
     */
    public ProxyHeader(
            Version version,
            Command command,
            SocketAddress sender,
            @Nullable SocketAddress source,
            @Nullable SocketAddress destination,
            List<ProxyTlv> tlvs) {
        this.version = Objects.requireNonNull(version, "version");
        this.command = Objects.requireNonNull(command, "command");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.source = source;
        this.destination = destination;
        this.tlvs = List.copyOf(tlvs);
        this.ssl =
                first(this.tlvs, ProxyTlv.SSL).map(tlv -> ProxySsl.read(tlv.value())).orElse(null);
    }

    static Optional<ProxyTlv> first(List<ProxyTlv> tlvs, int type) {
        for (ProxyTlv tlv : tlvs) {
            if (tlv.type() == type) {
                return Optional.of(tlv);
            }
        }
        return Optional.empty();
    }

    /** How it was written. */
    public Version version() {
        return version;
    }

    /** Whom the connection is for. */
    public Command command() {
        return command;
    }

    /** Who sent it: the balancer, as the socket tells its address. */
    public SocketAddress sender() {
        return sender;
    }

    /** Whom the connection is for. Empty if the header does not tell, as for a balancer's own. */
    public Optional<SocketAddress> source() {
        return Optional.ofNullable(source);
    }

    /** Where the client connected to. Empty if the header does not tell. */
    public Optional<SocketAddress> destination() {
        return Optional.ofNullable(destination);
    }

    /** All extensions, in their order, those that have no method here included. */
    public List<ProxyTlv> tlvs() {
        return tlvs;
    }

    /** The first extension of the type. */
    public Optional<ProxyTlv> tlv(int type) {
        return first(tlvs, type);
    }

    /** The host name the client asked for, as SNI tells it. */
    public Optional<String> authority() {
        return tlv(ProxyTlv.AUTHORITY).map(ProxyTlv::text);
    }

    /** The protocol that TLS agreed on with the client, such as {@code h2}. */
    public Optional<String> alpn() {
        return tlv(ProxyTlv.ALPN).map(ProxyTlv::text);
    }

    /** The balancer's own name of the connection, up to 128 bytes that are often text. */
    public Optional<ByteBuffer> uniqueId() {
        return tlv(ProxyTlv.UNIQUE_ID).map(ProxyTlv::value);
    }

    /** The network namespace of the balancer. */
    public Optional<String> networkNamespace() {
        return tlv(ProxyTlv.NETNS).map(ProxyTlv::text);
    }

    /** What the balancer knows of the client's TLS. */
    public Optional<ProxySsl> ssl() {
        return Optional.ofNullable(ssl);
    }

    /** The endpoint in Amazon's cloud that the client came by, such as {@code vpce-08d2…}. */
    public Optional<String> awsVpcEndpointId() {
        return tlv(ProxyTlv.AWS)
                .filter(tlv -> startsWith(tlv, AWS_VPC_ENDPOINT_ID))
                .map(tlv -> tlv.text().substring(1));
    }

    /** The number of the private link in Microsoft's cloud that the client came by. */
    public OptionalLong azurePrivateLinkId() {
        Optional<ByteBuffer> value =
                tlv(ProxyTlv.AZURE)
                        .filter(tlv -> startsWith(tlv, AZURE_LINK_ID))
                        .map(ProxyTlv::value)
                        .filter(bytes -> bytes.remaining() == 1 + Integer.BYTES);
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Integer.toUnsignedLong(
                                value.get().order(ByteOrder.LITTLE_ENDIAN).getInt(1)));
    }

    /** The number of the Private Service Connect connection in Google's cloud, unsigned. */
    public OptionalLong gcpPscConnectionId() {
        Optional<ByteBuffer> value =
                tlv(ProxyTlv.GCP_PSC)
                        .map(ProxyTlv::value)
                        .filter(bytes -> bytes.remaining() == Long.BYTES);
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value.get().getLong());
    }

    private static boolean startsWith(ProxyTlv tlv, byte subtype) {
        ByteBuffer value = tlv.value();
        return value.hasRemaining() && value.get() == subtype;
    }

    @Override
    public String toString() {
        return "PROXY header " + version + " " + command + " from " + sender + " for " + source;
    }
}
