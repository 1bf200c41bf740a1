package io.tako.transport.tls;

import io.netty.util.IllegalReferenceCountException;
import io.tako.transport.TlsSetupException;
import io.tako.transport.config.TlsConfig;
import io.tako.transport.config.TlsOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one open listener. Its certificates may be exchanged at any time: handshakes that
 * begin afterwards use the new ones, connections that are open live on. Safe for any thread.
 */
public final class ServerTls implements AutoCloseable {

    private final List<String> alpn;
    private final boolean halfClose;
    private volatile TlsOptions options;
    private volatile @Nullable Contexts current;

    private ServerTls(TlsConfig config, List<String> alpn, boolean halfClose) {
        this.alpn = alpn;
        this.halfClose = halfClose;
        this.options = config.options();
        this.current = Contexts.of(config, alpn, halfClose);
    }

    /**
     * Takes the configuration in.
     *
     * @param alpn the protocols offered, best first (RFC 7301)
     * @throws TlsSetupException if it cannot be served
     */
    public static ServerTls open(TlsConfig config, List<String> alpn) {
        return new ServerTls(config, List.copyOf(alpn), false);
    }

    /**
     * Takes the configuration in for a protocol that ends one direction before the other, and
     * negotiates none. Unless BoringSSL is demanded, it is the JDK that does it.
     *
     * @throws TlsSetupException if it cannot be served
     */
    public static ServerTls openForHalfClose(TlsConfig config) {
        return new ServerTls(config, List.of(), true);
    }

    /**
     * Exchanges the configuration for another one.
     *
     * @throws TlsSetupException if the new one cannot be served; the old one stays then
     */
    public void reload(TlsConfig config) {
        replace(Contexts.of(config, alpn, halfClose), config.options());
    }

    /** Frees what it holds. Connections live on; handshakes do not begin any more. */
    @Override
    public void close() {
        replace(null, options);
    }

    private synchronized void replace(@Nullable Contexts next, TlsOptions nextOptions) {
        Contexts old = current;
        if (old == null) {
            // Closed meanwhile.
            if (next != null) {
                next.release();
            }
            return;
        }
        current = next;
        options = nextOptions;
        old.release();
    }

    TlsOptions options() {
        return options;
    }

    /** Which implementation does it, for the log. */
    public String describe() {
        Contexts now = current;
        return now == null ? "closed" : now.provider();
    }

    /** What a handshake begins with now, to be released; null once closed. */
    @Nullable Contexts acquire() {
        while (true) {
            Contexts now = current;
            if (now == null) {
                return null;
            }
            try {
                now.retain();
                return now;
            } catch (IllegalReferenceCountException exchangedMeanwhile) {
                Thread.onSpinWait();
            }
        }
    }
}
