package io.tako.webflux;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Books as a controller has them: by every verb, as JSON, text and bytes, with entity tags. */
@RestController
@RequestMapping("/books")
class BookController {

    private static final Instant PRINTED = Instant.parse("1979-04-01T12:00:00Z");

    @GetMapping
    Flux<Book> list(
            @RequestParam(defaultValue = "1") @Max(100) int size,
            @RequestParam Optional<String> title) {
        return Flux.range(1, size)
                .map(n -> new Book("isbn-" + n, title.orElse("untitled"), n * 100));
    }

    @GetMapping("/{isbn}")
    Mono<Book> find(@PathVariable String isbn) {
        return isbn.equals(Book.GEB.isbn())
                ? Mono.just(Book.GEB)
                : Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND, "no such book"));
    }

    @GetMapping("/{isbn}/title")
    String title(@PathVariable String isbn) {
        return isbn + ": " + Book.GEB.title();
    }

    @GetMapping(path = "/{isbn}/cover", produces = MediaType.IMAGE_PNG_VALUE)
    byte[] cover() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2};
    }

    @GetMapping("/{isbn}/summary")
    Mono<ResponseEntity<String>> summary() {
        return Mono.just(
                ResponseEntity.ok()
                        .eTag("\"v1\"")
                        .lastModified(PRINTED)
                        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                        .contentType(MediaType.TEXT_MARKDOWN)
                        .body("# " + Book.GEB.title()));
    }

    @GetMapping("/later")
    CompletionStage<Map<String, Integer>> later() {
        return CompletableFuture.supplyAsync(() -> Map.of("pages", Book.GEB.pages()));
    }

    @GetMapping("/array")
    Mono<List<Book>> array() {
        return Mono.just(List.of(Book.GEB, Book.GEB));
    }

    @GetMapping("/none")
    Mono<Book> none() {
        return Mono.empty();
    }

    @GetMapping("/listless")
    Flux<Book> listless() {
        return Flux.empty();
    }

    @PostMapping
    Mono<ResponseEntity<Book>> add(@Valid @RequestBody Mono<Book.Entry> entry) {
        return entry.map(Book.Entry::book)
                .map(
                        book ->
                                ResponseEntity.created(URI.create("/books/" + book.isbn()))
                                        .body(book));
    }

    @PostMapping("/many")
    Mono<Integer> addMany(@RequestBody Flux<Book> books) {
        return books.map(Book::pages).reduce(0, Integer::sum);
    }

    @PutMapping("/{isbn}")
    Book replace(@PathVariable String isbn, @Valid @RequestBody Book.Entry entry) {
        return new Book(isbn, entry.title(), entry.pages());
    }

    @PatchMapping("/{isbn}")
    Mono<Book> rename(@PathVariable String isbn, @RequestBody Map<String, String> changes) {
        return Mono.just(new Book(isbn, changes.getOrDefault("title", ""), 1));
    }

    @DeleteMapping("/{isbn}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> remove() {
        return Mono.empty();
    }

    @PostMapping(
            path = "/upper",
            consumes = MediaType.TEXT_PLAIN_VALUE,
            produces = MediaType.TEXT_PLAIN_VALUE)
    byte[] upper(@RequestBody byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .toUpperCase(Locale.ROOT)
                .getBytes(StandardCharsets.UTF_8);
    }
}
