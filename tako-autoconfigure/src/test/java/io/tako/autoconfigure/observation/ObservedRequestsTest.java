package io.tako.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tako.http.Exchange;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.RouterSettings;
import io.tako.runtime.RuntimeConfig;
import io.tako.runtime.TakoRuntime;
import io.tako.runtime.percore.PerCoreRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import reactor.util.context.Context;

class ObservedRequestsTest {

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> stopped = new ArrayList<>();
    private final List<Exchange.EndAction> atEnd = new ArrayList<>();
    private final Exchange exchange = mock(Exchange.class);
    private final Request request =
            new Request(
                    exchange,
                    "/users/7",
                    null,
                    RouterSettings.defaults(),
                    "/users/{id}",
                    new String[] {"id"},
                    new String[] {"7"});
    private final ObservedRequests observed =
            new ObservedRequests(registry, new DefaultServerRequestObservationConvention());

    @BeforeEach
    void recordWhatStops() {
        registry.observationConfig()
                .observationHandler(
                        new ObservationHandler<Observation.Context>() {
                            @Override
                            public void onStop(Observation.Context context) {
                                stopped.add(
                                        value(context, "uri")
                                                + " "
                                                + value(context, "status")
                                                + " "
                                                + value(context, "outcome"));
                            }

                            @Override
                            public boolean supportsContext(Observation.Context context) {
                                return true;
                            }
                        });
        when(exchange.method()).thenReturn(HttpMethod.GET);
        when(exchange.headers()).thenReturn(new HttpHeaders());
        when(exchange.open()).thenReturn(true);
        doAnswer(
                        call -> {
                            atEnd.add(call.getArgument(0));
                            return null;
                        })
                .when(exchange)
                .onEnd(any());
    }

    private static String value(Observation.Context context, String key) {
        var pair = context.getLowCardinalityKeyValue(key);
        return pair == null ? "none" : pair.getValue();
    }

    @Test
    void observationIsCurrentInTheHandlerAndStopsWithTheAnswer() {
        observed.handle(
                request,
                same -> {
                    assertThat(registry.getCurrentObservation()).isNotNull();
                    assertThat(same.attribute(Request.REACTOR_CONTEXT)).isNotNull();
                    return Response.ok();
                });
        assertThat(registry.getCurrentObservation()).isNull();
        assertThat(stopped).isEmpty();
        atEnd.getFirst().ended(true);
        assertThat(stopped).containsExactly("/users/{id} 200 SUCCESS");
    }

    @Test
    void peerThatLeavesDuringTheAnswerLeavesTheStatusThatWasSent() {
        observed.handle(request, same -> Response.ok());
        atEnd.getFirst().ended(false);
        assertThat(stopped).containsExactly("/users/{id} 200 UNKNOWN");
    }

    @Test
    void peerThatLeavesBeforeGotNoStatus() {
        observed.handle(
                request,
                same -> {
                    when(exchange.open()).thenReturn(false);
                    atEnd.getFirst().ended(false);
                    assertThat(stopped).isEmpty();
                    return Response.ok();
                });
        assertThat(stopped).containsExactly("/users/{id} UNKNOWN UNKNOWN");
    }

    @Test
    void handlerThatFoundThePeerGoneFirstGaveNoAnswer() {
        observed.handle(
                request,
                same -> {
                    when(exchange.open()).thenReturn(false);
                    return Response.of(HttpStatus.INTERNAL_SERVER_ERROR);
                });
        atEnd.getFirst().ended(false);
        assertThat(stopped).containsExactly("/users/{id} UNKNOWN UNKNOWN");
    }

    @Test
    void answerOverTheHandlersHeadIsNoAbort() {
        observed.handle(
                request,
                same -> {
                    when(exchange.open()).thenReturn(false);
                    atEnd.getFirst().ended(true);
                    return Response.of(HttpStatus.SERVICE_UNAVAILABLE);
                });
        assertThat(stopped).containsExactly("/users/{id} 503 SERVER_ERROR");
    }

    @Test
    void errorThatPassesThroughStopsTheObservationWithTheExchange() {
        assertThatThrownBy(
                        () ->
                                observed.handle(
                                        request,
                                        same -> {
                                            throw new OutOfMemoryError("on purpose");
                                        }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(registry.getCurrentObservation()).isNull();
        atEnd.getFirst().ended(false);
        assertThat(stopped).containsExactly("/users/{id} UNKNOWN UNKNOWN");
    }

    @Test
    void requestThatComesByWebFluxIsNotObservedAgain() {
        request.attribute(Request.REACTOR_CONTEXT, Context.empty());
        observed.handle(request, same -> Response.ok());
        assertThat(atEnd).isEmpty();
    }

    @Test
    void disabledObservationsCostNothing() {
        registry.observationConfig().observationPredicate((name, context) -> false);
        observed.handle(request, same -> Response.ok());
        assertThat(atEnd).isEmpty();
        assertThat(request.attribute(Request.REACTOR_CONTEXT)).isNull();
    }

    @Test
    void nothingComesBeforeIt() {
        assertThat(observed.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
    }

    @Test
    void onPerCoreNoObserverRunsOnTheLoopItself() throws Exception {
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        registry.observationConfig()
                .observationHandler(
                        new ObservationHandler<Observation.Context>() {
                            @Override
                            public void onStop(Observation.Context context) {
                                virtual.complete(Thread.currentThread().isVirtual());
                            }

                            @Override
                            public boolean supportsContext(Observation.Context context) {
                                return true;
                            }
                        });
        observed.handle(request, same -> Response.ok());
        try (TakoRuntime runtime = PerCoreRuntime.open(RuntimeConfig.defaults().withLoops(1))) {
            runtime.cores().getFirst().eventLoop().execute(() -> atEnd.getFirst().ended(true));
            assertThat(virtual.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
