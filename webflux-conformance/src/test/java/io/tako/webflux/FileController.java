package io.tako.webflux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Files that come in as parts, are kept on disk, and go out again. */
@RestController
@RequestMapping("/files")
class FileController {

    private final Path shelf;

    FileController(@Value("${library.shelf}") Path shelf) {
        this.shelf = shelf;
    }

    @PostMapping(path = "/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<String> upload(@RequestPart FilePart file, @RequestPart(required = false) Book about) {
        return onDisk(file).map(kept -> file.filename() + " of " + about + ": " + kept);
    }

    @PostMapping(path = "/parts", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<List<String>> parts(@RequestBody Flux<Part> all) {
        return all.concatMap(this::told).collectList();
    }

    private Mono<String> told(Part part) {
        return switch (part) {
            case FilePart file -> onDisk(file).map(kept -> part.name() + "=" + kept);
            case FormFieldPart field -> Mono.just(part.name() + ":" + field.value());
            default ->
                    DataBufferUtils.join(part.content())
                            .map(buffer -> part.name() + "?" + text(buffer));
        };
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        DataBufferUtils.release(buffer);
        return text;
    }

    /** Writes the part to a file and tells what is in it. */
    private Mono<String> onDisk(FilePart part) {
        return Mono.fromCallable(() -> Files.createTempFile("part", ".bin"))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(
                        file ->
                                part.transferTo(file)
                                        .then(Mono.fromCallable(() -> described(file)))
                                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private static String described(Path file) throws IOException {
        byte[] kept = Files.readAllBytes(file);
        Files.delete(file);
        return kept.length + " bytes, hash " + Arrays.hashCode(kept);
    }

    @GetMapping("/{name}")
    Resource download(@PathVariable String name) {
        return new FileSystemResource(shelf.resolve(name));
    }

    @GetMapping("/{name}/attached")
    ResponseEntity<Resource> attached(@PathVariable String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("Löwe.bin", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(new FileSystemResource(shelf.resolve(name)));
    }

    @GetMapping(path = "/memory", produces = MediaType.TEXT_PLAIN_VALUE)
    Resource memory() {
        return new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII));
    }

    @GetMapping("/{name}/part")
    Mono<Void> part(@PathVariable String name, ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.APPLICATION_OCTET_STREAM);
        return ((ZeroCopyHttpOutputMessage) response).writeWith(shelf.resolve(name), 1000, 5000);
    }

    @GetMapping("/{name}/read")
    Flux<DataBuffer> read(@PathVariable String name) {
        return DataBufferUtils.read(
                shelf.resolve(name), DefaultDataBufferFactory.sharedInstance, 4096);
    }
}
