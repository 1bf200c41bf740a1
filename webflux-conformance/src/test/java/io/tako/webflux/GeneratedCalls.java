package io.tako.webflux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Calls that nobody has thought of: known ones with up to four things about them changed. The same
 * number is always the same call.
 */
final class GeneratedCalls {

    private static final int MOST_CHANGES = 4;
    private static final int LARGE = 20_000;

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW");

    /** Fields, each with values that are right, odd, and wrong. */
    private static final List<List<String>> FIELDS =
            List.of(
                    List.of(
                            "Accept",
                            "*/*",
                            "application/json",
                            "text/plain;q=0.2, application/*",
                            "text/event-stream",
                            "application/x-ndjson",
                            "text/",
                            "*/*;q=2",
                            ""),
                    List.of("Accept-Encoding", "gzip", "br;q=0", "identity;q=0, *", "*;q=0"),
                    List.of("Accept-Language", "de, en;q=0.3", "*", "tlh-"),
                    List.of("Accept-Charset", "utf-8", "iso-8859-1;q=0.5", "none"),
                    List.of(
                            "If-None-Match",
                            "*",
                            "\"v1\"",
                            "W/\"v1\"",
                            "\"a,b\", \"checked\"",
                            "checked",
                            "\"",
                            ""),
                    List.of("If-Match", "*", "\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "v1"),
                    List.of(
                            "If-Modified-Since",
                            "Sun, 01 Apr 1979 12:00:00 GMT",
                            "Sunday, 01-Apr-79 12:00:00 GMT",
                            "Thu, 01 Jan 2099 00:00:00 GMT",
                            "yesterday"),
                    List.of(
                            "If-Unmodified-Since",
                            "Sun, 01 Apr 1979 12:00:00 GMT",
                            "Thu, 01 Jan 1970 00:00:00 GMT",
                            "tomorrow"),
                    List.of(
                            "Range",
                            "bytes=0-0",
                            "bytes=-1",
                            "bytes=3-",
                            "bytes=-0",
                            "bytes=0-0,2-2",
                            "bytes=5-2",
                            "bytes=99999999999999999999-",
                            "items=1-2",
                            "bytes="),
                    List.of("If-Range", "\"v1\"", "Sun, 01 Apr 1979 12:00:00 GMT", "soon"),
                    List.of(
                            "Cookie",
                            "flavour=oat",
                            "flavour=; a=b",
                            "flavour",
                            "SESSION=none",
                            "=nameless",
                            "a=b; a=c; flavour=x=y",
                            "flavour=\"q\"; a=\"\"",
                            "flavour=\"q r\"",
                            "a=b, flavour=c",
                            "flavour=caf\u00e9",
                            "$Version=1; flavour=x; $Path=/",
                            ";; flavour = spaced ;"),
                    List.of(
                            "Origin",
                            "https://reader.example",
                            "https://elsewhere.example",
                            "null",
                            "http://" + Call.HOST,
                            "nonsense"),
                    List.of("Access-Control-Request-Method", "PUT", "GET", "DELETE", "BREW"),
                    List.of("Access-Control-Request-Headers", "X-Reader", "X-Other, X-Reader", ""),
                    List.of(
                            "Content-Type",
                            "application/json",
                            "text/plain;charset=iso-8859-1",
                            "application/x-www-form-urlencoded",
                            "multipart/form-data; boundary=x",
                            "application/json;charset=none",
                            "*/*",
                            "nonsense"),
                    List.of("Content-Encoding", "gzip", "identity", "none"),
                    List.of("Content-Language", "de", ""),
                    List.of("Expect", "100-continue", "200-ok"),
                    List.of("Upgrade", "websocket", "h2c", "TLS/1.0"),
                    List.of("TE", "trailers", "gzip;q=0.5"),
                    List.of("Trailer", "X-Checksum"),
                    List.of("Via", "1.0 fred, 1.1 p.example"),
                    List.of("Date", "Sun, 01 Apr 1979 12:00:00 GMT"),
                    List.of("X-HTTP-Method-Override", "DELETE", "GET"),
                    List.of("X-Forwarded-For", "203.0.113.7", "unknown, 203.0.113.7"),
                    List.of("X-Forwarded-Proto", "https", "gopher"),
                    List.of("X-Forwarded-Host", "other.example:99", ":"),
                    List.of("X-Forwarded-Prefix", "/books", "//"),
                    List.of("Forwarded", "for=203.0.113.7;proto=https;host=other.example", ";"),
                    List.of("X-One", "1", "", "caf\u00e9", "a, b", "x".repeat(3000)),
                    List.of("X-Many", "1", "two, three"),
                    List.of("Last-Event-ID", "7", "\u00e9"),
                    List.of("Authorization", "Basic YTpi", "Bearer x", ""),
                    List.of("Cache-Control", "no-cache", "max-age=0"),
                    List.of("Referer", "http://" + Call.HOST + "/", "about:blank"),
                    List.of("Upgrade-Insecure-Requests", "1"),
                    List.of("Sec-Fetch-Site", "cross-site", "same-origin"),
                    List.of("Max-Forwards", "0"));

    private static final List<UnaryOperator<String>> TARGETS =
            List.of(
                    target -> target + (target.contains("?") ? "&" : "?") + "a=1&a=2&b",
                    target -> target + (target.contains("?") ? "&" : "?") + "size=2&n=3",
                    target -> target + (target.contains("?") ? "&" : "?") + "q=%00%e2%82%ac+x",
                    target -> target + (target.contains("?") ? "&" : "?") + "q=a/b?c=d:@!$'()*,;",
                    target -> target + "?",
                    target -> target.replaceFirst("\\?.*", "") + "/",
                    target -> target.replaceFirst("\\?.*", "") + ";v=1",
                    target -> target.replaceFirst("\\?.*", "") + ".json",
                    target -> target.replaceFirst("\\?.*", "") + "%2f",
                    target -> target.replaceFirst("\\?.*", "") + "%20",
                    target -> target.replaceFirst("/([a-z])", "/%$1").replace("%a", "%61"),
                    target -> target.replaceFirst("/", "//"),
                    target -> target.replaceFirst("/", "/./"),
                    target -> target.replaceFirst("/", "/x/../"),
                    target -> target.replaceFirst("^/", "http://" + Call.HOST + "/"),
                    target -> target + "{x}",
                    target -> target + (target.contains("?") ? "&" : "?") + "a=b|c&d=^`",
                    target -> target + (target.contains("?") ? "&" : "?") + "a=%zz",
                    target -> target + "\u00e9",
                    target -> target.replaceFirst("^/[^/]*", "/%E4%B8%80"),
                    target -> "/" + "y/".repeat(300),
                    target -> target + (target.contains("?") ? "&" : "?") + "n=1&".repeat(200),
                    target -> target.toUpperCase(java.util.Locale.ROOT),
                    target -> target.replaceFirst("[^/]+$", ""));

    private static final List<String> BODIES =
            List.of(
                    "",
                    "{}",
                    "[]",
                    "null",
                    "{\"isbn\":\"1\",\"title\":\"t\",\"pages\":1}",
                    "[{\"isbn\":\"1\"},{\"title\":2}]",
                    "{\"isbn\":",
                    "a=1&b=%zz&c",
                    "a=\u00e9&a=%C3%A9",
                    "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nv\r\n--x--\r\n",
                    "--x\r\n\r\n",
                    "\u0000\u0001\u0002",
                    "x".repeat(5000));

    private final List<Call> known =
            Library.calls()
                    .filter(call -> call.target().startsWith("/") && call.body().length < LARGE)
                    .filter(call -> !call.target().matches("/streams/(large|elsewhere)"))
                    .toList();
    private final long seed;

    /**
     * @param seed makes other calls for the same numbers
     */
    GeneratedCalls(long seed) {
        this.seed = seed;
    }

    /** A call by its number, not negative. */
    Call call(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        Call call = one(known, random);
        int changes = random.nextInt(MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            call = changed(call, random);
        }
        List<String> fields = new ArrayList<>(call.fields());
        if (!call.fields().contains("Connection")) {
            fields.addAll(List.of("Connection", "close"));
        }
        return new Call(
                "%d: %s".formatted(number, call.fact()),
                call.method(),
                call.target(),
                fields,
                call.body(),
                call.chunked());
    }

    private static Call changed(Call call, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> with(call, one(METHODS, random), call.target(), call.fields());
            case 1, 2 ->
                    with(
                            call,
                            call.method(),
                            one(TARGETS, random).apply(call.target()),
                            call.fields());
            case 3 -> body(call, one(BODIES, random), random.nextBoolean());
            default -> field(call, one(FIELDS, random), random);
        };
    }

    /** A field more, or another value of one that is there, or both. */
    private static Call field(Call call, List<String> nameAndValues, Random random) {
        String name = nameAndValues.getFirst();
        String value = one(nameAndValues.subList(1, nameAndValues.size()), random);
        List<String> fields = new ArrayList<>(call.fields());
        int at = fields.indexOf(name);
        if (at >= 0 && at % 2 == 0 && random.nextInt(3) > 0) {
            fields.set(at + 1, value);
        } else {
            fields.addAll(List.of(name, value));
        }
        return with(call, call.method(), call.target(), fields);
    }

    private static Call body(Call call, String body, boolean chunked) {
        return new Call(
                call.fact(),
                call.method(),
                call.target(),
                call.fields(),
                body.getBytes(StandardCharsets.UTF_8),
                chunked);
    }

    private static Call with(Call call, String method, String target, List<String> fields) {
        return new Call(call.fact(), method, target, fields, call.body(), call.chunked());
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
