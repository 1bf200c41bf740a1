package io.tako.webflux;

import static io.tako.webflux.Call.get;
import static io.tako.webflux.Call.head;
import static io.tako.webflux.Call.of;
import static io.tako.webflux.Call.post;

import java.util.List;

/** What asks for answers of every kind of head, for streams, failures and other origins' leave. */
final class AnswerCalls {

    private static final String ORIGIN = "https://reader.example";

    private AnswerCalls() {}

    static List<Call> ofHeads() {
        return List.of(
                get("a void handler", "/answers/nothing"),
                head("HEAD of a void handler", "/answers/nothing"),
                get("an empty string", "/answers/empty"),
                head("HEAD of an empty string", "/answers/empty"),
                get("a bare 202", "/answers/status/202"),
                get("a bare 205", "/answers/status/205"),
                get("a bare 404", "/answers/status/404"),
                get("a bare 500", "/answers/status/500"),
                get("a status without a name", "/answers/status/599"),
                get("418 with a body", "/answers/teapot"),
                get("204 with a field", "/answers/no-content"),
                head("HEAD of 204", "/answers/no-content"),
                get("304 from a handler", "/answers/not-modified"),
                head("HEAD of 304", "/answers/not-modified"),
                get("what was checked is fresh", "/answers/checked"),
                get(
                        "what was checked is known",
                        "/answers/checked",
                        "If-None-Match",
                        "\"checked\""),
                get("302 with its Location", "/answers/redirect"),
                get("308 set on the response", "/answers/moved"),
                get("202 completed early", "/answers/completed"),
                head("HEAD of 202 completed early", "/answers/completed"),
                get("cookies without attributes", "/answers/cookies"),
                get("a cookie with every attribute", "/answers/cookie-attributes"),
                get("fields there twice, empty, in Latin-1", "/answers/fields"),
                get("a field beyond Latin-1", "/answers/file-name"),
                get("a field with a line break", "/answers/broken-field"),
                get("an answer that ends the connection", "/answers/last"),
                get("characters that no target has", "/request/line/x?a={1}|2^`3`&b=[4]"),
                get("a field set before the commit", "/answers/committed"),
                get("a length the handler set", "/answers/sized"),
                head("HEAD with a length the handler set", "/answers/sized"),
                get("the last request of a connection", "/answers/empty", "Connection", "close"),
                get("a session nobody uses sets no cookie", "/session/unused"),
                get("a session starts", "/session/count"),
                get(
                        "a session of an unknown id starts anew",
                        "/session/count",
                        "Cookie",
                        "SESSION=11111111-2222-3333-4444-555555555555"),
                get("a session that ends at once", "/session/end"));
    }

    static List<Call> ofStreams() {
        return List.of(
                get("JSON lines", "/streams/lines"),
                head("HEAD of JSON lines", "/streams/lines"),
                post(
                        "JSON lines in and out",
                        "/streams/lines",
                        "application/x-ndjson",
                        "{\"isbn\":\"1\",\"title\":\"a\"}\n{\"isbn\":\"2\",\"title\":\"b\"}\n",
                        "Accept",
                        "application/x-ndjson"),
                post(
                        "a line that is no JSON",
                        "/streams/lines",
                        "application/x-ndjson",
                        "{\"isbn\":\"1\"}\n{\"isbn\"\n",
                        "Accept",
                        "application/x-ndjson"),
                get("events", "/streams/events"),
                head("HEAD of events", "/streams/events"),
                get("events with names, ids and comments", "/streams/named-events"),
                get(
                        "events for who asks for JSON only",
                        "/streams/events",
                        "Accept",
                        "application/json"),
                get("buffers", "/streams/buffers"),
                head("HEAD of buffers", "/streams/buffers"),
                get("a megabyte of buffers", "/streams/large"),
                get("buffers from other threads", "/streams/elsewhere"),
                get("strings of a Flux", "/streams/strings"),
                get("no buffers", "/streams/nothing"),
                get("empty buffers", "/streams/empty-buffers"),
                get("groups of buffers", "/streams/groups"),
                head("HEAD of groups of buffers", "/streams/groups"),
                get("buffers of a known length", "/streams/sized"),
                head("HEAD of buffers of a known length", "/streams/sized"),
                get("a stream that fails before its first element", "/streams/fails-first"),
                get("a stream that fails after its first element", "/streams/fails-later"));
    }

    static List<Call> ofFaults() {
        return List.of(
                get("a failure with a handler", "/faults/handled"),
                get("a failure with advice", "/faults/advised"),
                get("a failure with a status", "/faults/status"),
                get("a failure that is a problem", "/faults/problem"),
                get("a failure thrown", "/faults/thrown"),
                get("a failure signalled", "/faults/error"),
                head("HEAD of a failure", "/faults/error"),
                get("a failure as a page", "/faults/page", "Accept", "text/html"),
                get("a failure after fields were set", "/faults/half"),
                post("JSON is echoed", "/faults/json", "application/json", "{\"a\":[1,null]}"),
                post("JSON that ends early", "/faults/json", "application/json", "{\"a\":[1"),
                post(
                        "JSON that is not UTF-8",
                        "/faults/json",
                        "application/json;charset=utf-16",
                        "{}"),
                post("a media type that is none", "/faults/json", "nonsense", "{}"),
                get("a path nobody knows", "/nowhere"),
                get("a path nobody knows, as a page", "/nowhere", "Accept", "text/html"),
                head("HEAD of a path nobody knows", "/nowhere"),
                post("POST to a path nobody knows", "/nowhere", "text/plain", "lost"),
                get("the root, where nothing is", "/"),
                get("an Accept that is none", "/faults/status", "Accept", "nonsense"),
                of("OPTIONS of a path nobody knows", "OPTIONS", "/nowhere"));
    }

    static List<Call> ofOtherOrigins() {
        return List.of(
                get("a page of an allowed origin", "/books/1/title", "Origin", ORIGIN),
                get(
                        "a page of another origin is refused",
                        "/books/1/title",
                        "Origin",
                        "https://elsewhere.example"),
                get("a page of the same origin", "/books/1/title", "Origin", "http://" + Call.HOST),
                get("an origin where no origin is allowed", "/answers/teapot", "Origin", ORIGIN),
                preflight("a preflight of an allowed method", "PUT", ORIGIN),
                preflight("a preflight of another method", "DELETE", ORIGIN),
                preflight("a preflight of another origin", "PUT", "https://elsewhere.example"),
                of(
                        "a preflight with fields",
                        "OPTIONS",
                        "/books/7",
                        "Origin",
                        ORIGIN,
                        "Access-Control-Request-Method",
                        "PUT",
                        "Access-Control-Request-Headers",
                        "X-Reader"),
                of(
                        "a preflight with a field that is not allowed",
                        "OPTIONS",
                        "/books/7",
                        "Origin",
                        ORIGIN,
                        "Access-Control-Request-Method",
                        "PUT",
                        "Access-Control-Request-Headers",
                        "X-Other"));
    }

    private static Call preflight(String fact, String method, String origin) {
        return of(
                fact,
                "OPTIONS",
                "/books/7",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method);
    }
}
