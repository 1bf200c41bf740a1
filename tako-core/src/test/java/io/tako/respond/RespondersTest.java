package io.tako.respond;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tako.http.Body;
import io.tako.http.Request;
import io.tako.http.Response;
import io.tako.http.StreamingBody;
import io.tako.http.TestExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RespondersTest {

    private final Request request = TestExchange.get("/").request();

    private Response respond(@Nullable Object value) throws Exception {
        return Responders.toResponse(value, request);
    }

    private static String text(Response response) throws Exception {
        return new String(TestExchange.render(response.body()), UTF_8);
    }

    private static void assertAnswer(Response response, int status, String type, String body)
            throws Exception {
        assertThat(response.status().value()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo(type);
        assertThat(text(response)).isEqualTo(body);
    }

    @Test
    void nullIs204() throws Exception {
        Response response = respond(null);
        assertThat(response.status()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(response.body()).isEqualTo(Body.EMPTY);
    }

    @Test
    void textIsUtf8() throws Exception {
        assertAnswer(respond("Grüße"), 200, "text/plain;charset=UTF-8", "Grüße");
        assertAnswer(respond(new StringBuilder("x")), 200, "text/plain;charset=UTF-8", "x");
    }

    @Test
    void bytesAreOctets() throws Exception {
        assertAnswer(respond("a".getBytes(UTF_8)), 200, "application/octet-stream", "a");
    }

    @Test
    void byteBuffersAreReadWithoutMovingTheirPosition() throws Exception {
        ByteBuffer buffer = ByteBuffer.wrap("abcd".getBytes(UTF_8)).position(1).limit(3);
        assertAnswer(respond(buffer), 200, "application/octet-stream", "bc");
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void dataBuffersAreOctets() throws Exception {
        var buffer = DefaultDataBufferFactory.sharedInstance.wrap("db".getBytes(UTF_8));
        assertAnswer(respond(buffer), 200, "application/octet-stream", "db");
    }

    @Test
    void responsesPassAsTheyAre() throws Exception {
        Response response = Response.text("x");
        assertThat(respond(response)).isSameAs(response);
    }

    @Test
    void statusHasNoBody() throws Exception {
        Response response = respond(HttpStatus.CONFLICT);
        assertThat(response.status()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(response.body()).isEqualTo(Body.EMPTY);
    }

    @Test
    void optionalsAreTheirValueOr404() throws Exception {
        assertAnswer(respond(Optional.of("v")), 200, "text/plain;charset=UTF-8", "v");
        assertAnswer(
                respond(Optional.empty()),
                404,
                "application/problem+json",
                "{\"title\":\"Not Found\",\"status\":404}");
    }

    @Test
    void problemsHaveTheirStatus() throws Exception {
        ProblemDetail problem = Problems.problem(HttpStatus.GONE, "It was here");
        assertAnswer(
                respond(problem),
                410,
                "application/problem+json",
                "{\"title\":\"Gone\",\"status\":410,\"detail\":\"It was here\"}");
    }

    @Test
    void springErrorResponsesKeepStatusFieldsAndBody() throws Exception {
        ErrorResponseException error =
                new ErrorResponseException(
                        HttpStatus.TOO_MANY_REQUESTS,
                        ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, "slow"),
                        null);
        error.getHeaders().set("Retry-After", "3");
        Response response = respond(error);
        assertThat(response.header("retry-after")).isEqualTo("3");
        assertAnswer(
                response,
                429,
                "application/problem+json",
                "{\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"slow\"}");
        assertThat(respond(new ResponseStatusException(HttpStatus.LOCKED)).status())
                .isEqualTo(HttpStatus.LOCKED);
    }

    @Test
    void entitiesSetStatusAndFieldsAroundTheirBody() throws Exception {
        Response response =
                respond(
                        ResponseEntity.status(HttpStatus.ACCEPTED)
                                .header("X-One", "1", "2")
                                .body(Map.of("a", 1)));
        assertAnswer(response, 202, "application/json", "{\"a\":1}");
        assertThat(response.headers().get("X-One")).containsExactly("1", "2");
    }

    @Test
    void entitiesWithoutBodyKeepTheirStatus() throws Exception {
        Response response = respond(ResponseEntity.ok().build());
        assertThat(response.status()).isEqualTo(HttpStatus.OK);
        assertThat(response.body()).isEqualTo(Body.EMPTY);
        assertThat(respond(ResponseEntity.notFound().build()).status())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void entityTypeReplacesTheTypeOfItsBodyAndItsCharsetIsUsed() throws Exception {
        MediaType latin1 = MediaType.parseMediaType("text/html;charset=ISO-8859-1");
        Response response = respond(ResponseEntity.ok().contentType(latin1).body("é"));
        assertThat(response.headers().get("Content-Type"))
                .containsExactly("text/html;charset=ISO-8859-1");
        assertThat(TestExchange.render(response.body())).containsExactly(0xE9);
    }

    @Test
    void entitiesDoNotTurnTheRefusalOfTheirBodyIntoSuccess() throws Exception {
        assertThat(respond(ResponseEntity.status(201).body(Optional.empty())).status().value())
                .isEqualTo(404);
        ProblemDetail problem = ProblemDetail.forStatus(404);
        assertThat(respond(ResponseEntity.status(400).body(problem)).status().value())
                .isEqualTo(400);
    }

    @Test
    void respondersAnswerForThemselves() throws Exception {
        assertAnswer(
                respond((Responder) r -> Response.text(r.path())),
                200,
                "text/plain;charset=UTF-8",
                "/");
    }

    record Point(int x, int y) {}

    @Test
    void anythingElseIsJson() throws Exception {
        assertAnswer(respond(new Point(1, 2)), 200, "application/json", "{\"x\":1,\"y\":2}");
        assertAnswer(respond(List.of(1, 2)), 200, "application/json", "[1,2]");
        assertAnswer(respond(true), 200, "application/json", "true");
    }

    @Test
    void streamingBodiesRunWhenTheBodyIsSent() throws Exception {
        StreamingBody body = out -> out.write("late".getBytes(UTF_8));
        assertAnswer(respond(body), 200, "application/octet-stream", "late");
    }

    @Test
    void inputStreamsAreClosedAfterTheBody() throws Exception {
        Closing in = new Closing("stream");
        Response response = respond(in);
        assertThat(in.closed).hasValue(0);
        assertAnswer(response, 200, "application/octet-stream", "stream");
        assertThat(in.closed).hasValue(1);
    }

    @Test
    void inputStreamsAreClosedWhenWritingFails() throws Exception {
        Closing in = new Closing("stream");
        Body.Streaming body = (Body.Streaming) respond(in).body();
        assertThatThrownBy(() -> body.writer().writeTo(new BrokenWriter(0)))
                .isInstanceOf(IOException.class);
        assertThat(in.closed).hasValue(1);
    }

    @Test
    void inputStreamsAreClosedAtOnceForHead() throws Exception {
        Closing in = new Closing("stream");
        Request head = TestExchange.of(HttpMethod.HEAD, "/").request();
        Response response = Responders.toResponse(in, head);
        assertThat(in.closed).hasValue(1);
        assertThat(response.body().length()).isEqualTo(-1);
    }

    @Test
    void monosAndStagesAreTheirValue() throws Exception {
        assertAnswer(respond(Mono.just("m")), 200, "text/plain;charset=UTF-8", "m");
        assertAnswer(
                respond(CompletableFuture.completedFuture(Optional.of("s"))),
                200,
                "text/plain;charset=UTF-8",
                "s");
        assertThat(respond(Mono.empty()).status()).isEqualTo(HttpStatus.NO_CONTENT);
    }

    @Test
    void laterValuesAreWaitedForOnAVirtualThread() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Mono<String> mono = Mono.fromFuture(later).doOnSubscribe(s -> asked.countDown());
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                asked.await();
                                later.complete("late");
                            } catch (InterruptedException e) {
                                later.completeExceptionally(e);
                            }
                        });
        Response response = VirtualThread.call(() -> respond(mono));
        assertAnswer(response, 200, "text/plain;charset=UTF-8", "late");
    }

    @Test
    void failuresOfLaterValuesComeUnwrapped() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> respond(Mono.error(failure))).isSameAs(failure);
        CompletableFuture<Object> stage = CompletableFuture.failedFuture(failure).thenApply(x -> x);
        assertThatThrownBy(() -> respond(stage)).isSameAs(failure);
        AssertionError error = new AssertionError("x");
        assertThatThrownBy(() -> respond(CompletableFuture.failedFuture(error))).isSameAs(error);
    }

    @Test
    void waitingOnTheEventLoopIsRefusedWithTheRemedy() {
        AtomicInteger cancelled = new AtomicInteger();
        Mono<String> never = Mono.<String>never().doOnCancel(cancelled::incrementAndGet);
        assertThatThrownBy(() -> respond(never))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("remove nonBlocking");
        assertThatThrownBy(() -> respond(new CompletableFuture<String>()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("remove nonBlocking");
        Flux<String> flux = Flux.<String>never().doOnCancel(cancelled::incrementAndGet);
        assertThatThrownBy(() -> respond(flux))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("remove nonBlocking");
        assertThat(cancelled).hasValue(2);
    }

    @Test
    void interruptCancelsWhatIsWaitedFor() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(2);
        Mono<String> mono =
                Mono.<String>never()
                        .doOnSubscribe(s -> subscribed.countDown())
                        .doOnCancel(cancelled::countDown);
        Flux<String> flux =
                Flux.<String>never()
                        .doOnSubscribe(s -> subscribed.countDown())
                        .doOnCancel(cancelled::countDown);
        AtomicReference<Throwable> first = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        Thread one = Thread.ofVirtual().start(() -> first.set(failure(mono)));
        Thread two = Thread.ofVirtual().start(() -> second.set(failure(flux)));
        subscribed.await();
        one.interrupt();
        two.interrupt();
        one.join();
        two.join();
        cancelled.await();
        assertThat(first.get()).isInstanceOf(InterruptedException.class);
        assertThat(second.get()).isInstanceOf(InterruptedException.class);
    }

    private Throwable failure(Object value) {
        try {
            respond(value);
            return new AssertionError("answered");
        } catch (Exception e) {
            return e;
        }
    }

    /** Counts how often it is closed. */
    private static final class Closing extends ByteArrayInputStream {
        private final AtomicInteger closed = new AtomicInteger();

        Closing(String text) {
            super(text.getBytes(UTF_8));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void streamsThatAreNeverSentAreClosedOnceCollected() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        forget(
                new InputStream() {
                    @Override
                    public int read() {
                        return -1;
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                });
        while (closed.getCount() > 0) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(closed.getCount()).isZero();
    }

    private void forget(InputStream in) throws Exception {
        assertThat(respond(in).body(new byte[] {1}).body().length()).isEqualTo(1);
    }
}
