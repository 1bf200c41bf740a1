package io.tako.webflux;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers that fail in all the ways there are, and what makes answers of that. */
@RestController
@RequestMapping("/faults")
class FaultController {

    static final class OutOfPaper extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static final class Forgotten extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** For every controller of the application. */
    @RestControllerAdvice
    static class Advice {

        @ExceptionHandler
        ProblemDetail forgotten(Forgotten forgotten) {
            ProblemDetail problem =
                    ProblemDetail.forStatusAndDetail(HttpStatus.GONE, "It was here once.");
            problem.setProperty("since", 1999);
            return problem;
        }
    }

    @ExceptionHandler
    Mono<ResponseEntity<Map<String, String>>> outOfPaper(OutOfPaper failure) {
        return Mono.just(
                ResponseEntity.status(HttpStatus.INSUFFICIENT_STORAGE)
                        .header("Retry-After", "60")
                        .body(Map.of("printer", "empty")));
    }

    @GetMapping("/handled")
    Mono<String> handled() {
        return Mono.error(new OutOfPaper());
    }

    @GetMapping("/advised")
    String advised() {
        throw new Forgotten();
    }

    @GetMapping("/status")
    Mono<String> status() {
        return Mono.error(new ResponseStatusException(HttpStatus.CONFLICT, "twice"));
    }

    @GetMapping("/problem")
    String problem() {
        throw new ErrorResponseException(
                HttpStatus.LOCKED,
                ProblemDetail.forStatusAndDetail(HttpStatus.LOCKED, "Someone has the key."),
                null);
    }

    @GetMapping("/thrown")
    String thrown() {
        throw new IllegalStateException("nobody handles this");
    }

    @GetMapping("/error")
    Mono<String> error() {
        return Mono.error(new IllegalArgumentException("nor this"));
    }

    @GetMapping(path = "/page", produces = MediaType.TEXT_HTML_VALUE)
    Mono<String> page() {
        return Mono.error(new ResponseStatusException(HttpStatus.BAD_GATEWAY));
    }

    /** Fields that were set before the failure. */
    @GetMapping("/half")
    Mono<Void> half(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().setContentType(MediaType.IMAGE_GIF);
        response.getHeaders().setContentLength(1000);
        response.getHeaders().set("X-Half", "set");
        return response.writeWith(Mono.error(new IllegalStateException("no image")));
    }

    @PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> json(@RequestBody Map<String, Object> body) {
        return body;
    }
}
