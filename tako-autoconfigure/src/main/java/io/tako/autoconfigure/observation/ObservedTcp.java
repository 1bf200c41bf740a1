package io.tako.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tako.autoconfigure.TcpHandlerDecorator;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpHandler;
import org.jspecify.annotations.Nullable;

/** Observes connections of raw TCP, each from its opening to the return of its handler. */
final class ObservedTcp implements TcpHandlerDecorator {

    private final ObservationRegistry registry;
    private final @Nullable TcpObservationConvention convention;

    /**
     * @param convention the application's; null for the standard one
     */
    ObservedTcp(ObservationRegistry registry, @Nullable TcpObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public TcpHandler decorate(TcpHandler handler) {
        return connection -> observe(handler, connection);
    }

    private void observe(TcpHandler handler, TcpConnection connection) throws Exception {
        Observation observation =
                Observation.start(
                        convention,
                        StandardTcpConvention.INSTANCE,
                        () -> new TcpObservationContext(connection),
                        registry);
        try (Observation.Scope scope = observation.openScope()) {
            handler.handle(connection);
        } catch (Throwable failure) {
            observation.error(failure);
            throw failure;
        } finally {
            observation.stop();
        }
    }
}
