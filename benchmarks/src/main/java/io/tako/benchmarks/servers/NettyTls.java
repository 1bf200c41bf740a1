package io.tako.benchmarks.servers;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS by BoringSSL, for raw Netty. */
final class NettyTls {

    private NettyTls() {}

    /** Nothing for a protocol without TLS. */
    static @Nullable SslContext context(Protocol protocol) throws SSLException {
        if (!protocol.tls()) {
            return null;
        }
        X509Bundle identity = Identity.create();
        return SslContextBuilder.forServer(
                        identity.getKeyPair().getPrivate(), identity.getCertificatePath())
                .sslProvider(SslProvider.OPENSSL)
                .applicationProtocolConfig(alpn(protocol))
                .build();
    }

    private static ApplicationProtocolConfig alpn(Protocol protocol) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                protocol.http2()
                        ? ApplicationProtocolNames.HTTP_2
                        : ApplicationProtocolNames.HTTP_1_1);
    }
}
