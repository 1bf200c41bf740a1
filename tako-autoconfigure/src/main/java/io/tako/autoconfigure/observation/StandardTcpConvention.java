package io.tako.autoconfigure.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.tako.http.PeerGone;
import io.tako.tcp.FrameException;
import io.tako.tcp.InputEndedException;
import org.jspecify.annotations.Nullable;

/** What is told of a TCP connection unless the application says otherwise. */
final class StandardTcpConvention implements TcpObservationConvention {

    static final StandardTcpConvention INSTANCE = new StandardTcpConvention();

    private static final String NAME = "tcp.server.connections";
    private static final KeyValue NO_EXCEPTION = KeyValue.of("exception", KeyValue.NONE_VALUE);

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(TcpObservationContext context) {
        return "tcp " + context.connection().listener();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(TcpObservationContext context) {
        Throwable failure = context.getError();
        return KeyValues.of(
                KeyValue.of("listener", context.connection().listener()),
                KeyValue.of("outcome", outcome(failure)),
                failure == null
                        ? NO_EXCEPTION
                        : KeyValue.of("exception", failure.getClass().getSimpleName()));
    }

    private static String outcome(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "ENDED";
            case FrameException malformed -> "MALFORMED";
            case InputEndedException cutOff -> "MALFORMED";
            default -> PeerGone.isCauseOf(failure) ? "LOST" : "FAILED";
        };
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(TcpObservationContext context) {
        return KeyValues.of(
                "peer", String.valueOf(context.connection().connection().remoteAddress()));
    }
}
