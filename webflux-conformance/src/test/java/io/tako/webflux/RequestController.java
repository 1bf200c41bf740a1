package io.tako.webflux;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a request says, told back by the parts that WebFlux takes it into. */
@RestController
@RequestMapping("/request")
class RequestController {

    record Form(String name, int age, List<String> tags) {}

    @GetMapping("/query")
    Map<String, List<String>> query(@RequestParam MultiValueMap<String, String> all) {
        return new TreeMap<>(all);
    }

    @GetMapping("/numbers")
    int numbers(@RequestParam List<Integer> n) {
        return n.stream().mapToInt(Integer::intValue).sum();
    }

    @GetMapping("/path/{first}/{rest:[a-z]+}")
    String path(@PathVariable String first, @PathVariable String rest) {
        return first + "|" + rest;
    }

    @GetMapping("/deep/{*rest}")
    String deep(@PathVariable String rest) {
        return rest;
    }

    @GetMapping("/matrix/{owner}/pets/{pet}")
    String matrix(
            @MatrixVariable(name = "q", pathVar = "owner") int owner,
            @MatrixVariable(name = "q", pathVar = "pet") int pet,
            @PathVariable("pet") String name) {
        return name + owner + pet;
    }

    @GetMapping("/fields")
    String fields(
            @RequestHeader("X-One") String one,
            @RequestHeader(name = "X-Many", required = false) List<String> many,
            @RequestHeader("Host") String host) {
        return one + "|" + many + "|" + host;
    }

    @GetMapping("/cookies")
    String cookies(@CookieValue String flavour, ServerHttpRequest request) {
        Map<String, List<String>> all = new TreeMap<>();
        request.getCookies()
                .forEach(
                        (name, cookies) ->
                                all.put(name, cookies.stream().map(c -> c.getValue()).toList()));
        return flavour + " of " + all;
    }

    @RequestMapping(
            path = "/line/**",
            method = {RequestMethod.GET, RequestMethod.POST, RequestMethod.HEAD})
    List<String> line(HttpMethod method, ServerHttpRequest request) {
        URI uri = request.getURI();
        return List.of(
                method.name(),
                uri.toString(),
                request.getPath().value(),
                String.valueOf(uri.getRawQuery()),
                String.valueOf(request.getRemoteAddress() != null));
    }

    @PostMapping("/form")
    Mono<String> form(ServerWebExchange exchange) {
        return exchange.getFormData().map(form -> new TreeMap<>(form).toString());
    }

    @PostMapping("/bound")
    Form bound(@ModelAttribute Form form) {
        return form;
    }

    @PostMapping("/bytes")
    int bytes(@RequestBody(required = false) byte[] body) {
        return body == null ? -1 : body.length;
    }

    @PostMapping(path = "/echo", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    Flux<DataBuffer> echo(ServerHttpRequest request) {
        return request.getBody();
    }

    @PostMapping("/length")
    Mono<String> length(ServerHttpRequest request) {
        long declared = request.getHeaders().getContentLength();
        return request.getBody()
                .map(RequestController::release)
                .reduce(0L, Long::sum)
                .map(read -> read + " of " + declared);
    }

    /** Answers without having looked at the body. */
    @PostMapping("/unread")
    String unread() {
        return "not read";
    }

    @GetMapping(
            path = "/produced",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    Map<String, Integer> produced() {
        return Map.of("one", 1);
    }

    private static long release(DataBuffer buffer) {
        long count = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return count;
    }
}
