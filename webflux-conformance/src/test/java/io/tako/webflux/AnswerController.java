package io.tako.webflux;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers of every kind of head: empty ones, redirects, cookies, fields there twice. */
@RestController
@RequestMapping("/answers")
class AnswerController {

    @GetMapping("/nothing")
    void nothing() {}

    @GetMapping("/empty")
    String empty() {
        return "";
    }

    @GetMapping("/status/{code}")
    ResponseEntity<Void> status(@PathVariable int code) {
        return ResponseEntity.status(code).build();
    }

    @GetMapping("/teapot")
    @ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
    String teapot() {
        return "short and stout";
    }

    @GetMapping("/no-content")
    ResponseEntity<String> noContent() {
        return ResponseEntity.noContent().header("X-Why", "done").build();
    }

    @GetMapping("/not-modified")
    ResponseEntity<Void> notModified() {
        return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag("\"same\"").build();
    }

    /** Asks WebFlux whether the client has it already. */
    @GetMapping("/checked")
    Mono<String> checked(ServerWebExchange exchange) {
        return exchange.checkNotModified("\"checked\"") ? Mono.empty() : Mono.just("fresh");
    }

    @GetMapping("/redirect")
    ResponseEntity<Void> redirect() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/answers/nothing?a=b%20c"))
                .build();
    }

    @GetMapping("/moved")
    Mono<Void> moved(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.PERMANENT_REDIRECT);
        response.getHeaders().setLocation(URI.create("https://example.org/"));
        return response.setComplete();
    }

    @GetMapping("/completed")
    Mono<Void> completed(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.getHeaders().set("X-Job", "7");
        return response.setComplete();
    }

    @GetMapping("/cookies")
    Mono<String> cookies(ServerHttpResponse response) {
        response.addCookie(ResponseCookie.from("plain", "1").build());
        response.addCookie(ResponseCookie.from("other", "two words!").path("/").build());
        return Mono.just("two cookies");
    }

    @GetMapping("/cookie-attributes")
    Mono<String> cookieAttributes(ServerHttpResponse response) {
        response.addCookie(
                ResponseCookie.from("all", "x")
                        .domain("app.example")
                        .path("/answers")
                        .maxAge(Duration.ofHours(1))
                        .httpOnly(true)
                        .secure(true)
                        .sameSite("Strict")
                        .build());
        return Mono.just("one cookie");
    }

    @GetMapping("/fields")
    ResponseEntity<String> fields() {
        HttpHeaders fields = new HttpHeaders();
        fields.add("X-Twice", "one");
        fields.add("X-Twice", "two, three");
        fields.add("X-Empty", "");
        fields.add("X-Latin", "caf\u00e9");
        fields.add(HttpHeaders.VARY, "Accept");
        fields.add(HttpHeaders.VARY, "Accept-Language");
        fields.add("x-lower", "case");
        fields.setCacheControl(CacheControl.noStore());
        return ResponseEntity.ok().headers(fields).body("fields");
    }

    @GetMapping("/file-name")
    ResponseEntity<String> fileName() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"\u65e5.txt\"")
                .body("a file");
    }

    @GetMapping("/broken-field")
    ResponseEntity<String> brokenField() {
        return ResponseEntity.ok().header("X-Broken", "one\r\nX-Other: two").body("broken");
    }

    @GetMapping("/last")
    ResponseEntity<String> last() {
        return ResponseEntity.ok().header(HttpHeaders.CONNECTION, "close").body("last");
    }

    @GetMapping("/committed")
    Mono<Void> committed(ServerHttpResponse response) {
        response.beforeCommit(
                () -> {
                    response.getHeaders().set("X-Late", "set before the commit");
                    return Mono.empty();
                });
        return response.writeWith(
                Mono.fromSupplier(
                        () ->
                                response.bufferFactory()
                                        .wrap("late".getBytes(StandardCharsets.US_ASCII))));
    }

    @GetMapping("/sized")
    Mono<Void> sized(ServerHttpResponse response) {
        response.getHeaders().setContentLength(5);
        response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
        return response.writeWith(
                Mono.fromSupplier(
                        () ->
                                response.bufferFactory()
                                        .wrap("12345".getBytes(StandardCharsets.US_ASCII))));
    }
}
