package io.tako.webflux;

import static io.tako.webflux.Call.get;
import static io.tako.webflux.Call.head;
import static io.tako.webflux.Call.of;
import static io.tako.webflux.Call.post;

import java.util.List;

/** What is asked of controllers and functional routes. */
final class PlainCalls {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ENTRY = "{\"isbn\":\"123\",\"title\":\"T\",\"pages\":9}";

    private PlainCalls() {}

    static List<Call> ofBooks() {
        return List.of(
                get("a Flux is a JSON array", "/books?size=3&title=x"),
                get("a query parameter has a default", "/books"),
                get("a parameter over its maximum is refused", "/books?size=101"),
                get("a parameter that is no number is refused", "/books?size=many"),
                get("a Mono is a JSON object in UTF-8", "/books/0465026567"),
                get("a missing entity is 404", "/books/nowhere"),
                head("HEAD of a JSON object has its length", "/books/0465026567"),
                head("HEAD of a Flux", "/books?size=3"),
                get("text is text/plain", "/books/1/title"),
                get("text as JSON where the client wants it", "/books/1/title", "Accept", JSON),
                get("bytes of a declared type", "/books/1/cover"),
                get("a type nobody offers is 406", "/books/1/cover", "Accept", "image/webp"),
                get("a CompletionStage is awaited", "/books/later"),
                get("a list in a Mono", "/books/array"),
                get("an empty Mono is 200 without a body", "/books/none"),
                get("an empty Flux is an empty array", "/books/listless"),
                get("an entity has a tag and a date", "/books/1/summary"),
                head("HEAD of an entity with a tag", "/books/1/summary"),
                get(
                        "a client that has the tag gets 304",
                        "/books/1/summary",
                        "If-None-Match",
                        "\"v1\""),
                get(
                        "a client with another tag gets it all",
                        "/books/1/summary",
                        "If-None-Match",
                        "\"v0\""),
                get(
                        "a client with a recent copy gets 304",
                        "/books/1/summary",
                        "If-Modified-Since",
                        "Sun, 01 Apr 1979 12:00:00 GMT"),
                get("a precondition that fails is 412", "/books/1/summary", "If-Match", "\"v0\""),
                post("a valid body is taken in", "/books", JSON, ENTRY),
                post("a body in chunks is taken in", "/books", JSON, ENTRY).inChunks(),
                post(
                        "a body that breaks rules is 400",
                        "/books",
                        JSON,
                        "{\"isbn\":\"\",\"title\":\"T\",\"pages\":-1}"),
                post("a body that is no JSON is 400", "/books", JSON, "{\"isbn\":"),
                post("a body of the wrong shape is 400", "/books", JSON, "[1,2]"),
                post("no body where one is required is 400", "/books", JSON, ""),
                post("a body of the wrong type is 415", "/books", "application/xml", "<a/>"),
                post(
                        "a JSON array is a Flux",
                        "/books/many",
                        JSON,
                        "[{\"pages\":1},{\"pages\":2}]"),
                of("PUT replaces", "PUT", "/books/7").with(JSON, ENTRY),
                of("PATCH changes", "PATCH", "/books/7").with(JSON, "{\"title\":\"New\"}"),
                of("DELETE answers 204", "DELETE", "/books/7"),
                of("a method no handler has is 405", "DELETE", "/books/7/title"),
                of("OPTIONS tells the methods", "OPTIONS", "/books/7"),
                of("TRACE is 405", "TRACE", "/books/7/title"),
                of("a method nobody knows is 405", "BREW", "/books/7/title"),
                post("bytes in, bytes out", "/books/upper", "text/plain", "loud"));
    }

    static List<Call> ofRequests() {
        return List.of(
                get("query parameters come in order", "/request/query?b=2&a=1&b=%C3%A9&c"),
                get("a plus in a query is a space", "/request/query?a=x+y%20z"),
                get("numbers of a list", "/request/numbers?n=1,2&n=3"),
                get("a required parameter is missing", "/request/numbers"),
                get("path variables are decoded", "/request/path/a%20b%2Fc/abc"),
                get("a path variable that does not match is 404", "/request/path/a/123"),
                get("the rest of a path", "/request/deep/a/b%20c/"),
                get("matrix variables", "/request/matrix/ada;q=11/pets/rex;q=22"),
                get(
                        "fields of a request",
                        "/request/fields",
                        "X-One",
                        "1",
                        "X-Many",
                        "a",
                        "X-Many",
                        "b, c"),
                get("a field in Latin-1", "/request/fields", "X-One", "caf\u00e9"),
                get("a required field is missing", "/request/fields"),
                get(
                        "cookies of one line",
                        "/request/cookies",
                        "Cookie",
                        "flavour=oat; other=\"quoted\"; other=2"),
                get(
                        "cookies of two lines",
                        "/request/cookies",
                        "Cookie",
                        "a=1",
                        "Cookie",
                        "flavour=rye"),
                get("a required cookie is missing", "/request/cookies"),
                get("the request as a URI", "/request/line/a%20b;c=d/?q=1%2B2&r"),
                get("a target with two slashes", "/request/line//x"),
                get("an absolute target", "http://" + Call.HOST + "/request/line/abs?q"),
                get("a target with dots", "/request/line/../line/./x"),
                of("OPTIONS of the server as a whole", "OPTIONS", "*"),
                get("a path that is not UTF-8", "/request/line/%ff"),
                get("a path with a broken escape", "/request/line/%zz"),
                get("a target Java takes for no URI", "/request/line/a|b"),
                post("a form is read", "/request/form", FORM, "b=2&a=x+y&a=%C3%A9"),
                post("a form is bound", "/request/bound", FORM, "name=Ada&age=36&tags=a&tags=b"),
                post("a form that cannot be bound is 400", "/request/bound", FORM, "age=old"),
                post("bytes of a body", "/request/bytes", "application/octet-stream", "12345"),
                post("no bytes", "/request/bytes", "application/octet-stream", ""),
                post(
                        "a body is echoed as it comes",
                        "/request/echo",
                        "text/plain",
                        "0123456789".repeat(30_000)),
                post(
                                "a body in chunks is echoed",
                                "/request/echo",
                                "text/plain",
                                "0123456789".repeat(3_000))
                        .inChunks(),
                post("a body is counted", "/request/length", "text/plain", "x".repeat(200_000)),
                post(
                                "a body in chunks is counted",
                                "/request/length",
                                "text/plain",
                                "x".repeat(20_000))
                        .inChunks(),
                post("a small body nobody reads", "/request/unread", "text/plain", "unread"),
                post(
                        "a body is invited",
                        "/request/bytes",
                        "text/plain",
                        "12345",
                        "Expect",
                        "100-continue"),
                get("the first type offered", "/request/produced"),
                get(
                        "the better type wins",
                        "/request/produced",
                        "Accept",
                        "text/plain;q=0.5, application/json;q=0.9"));
    }

    static List<Call> ofShelf() {
        return List.of(
                get("a function finds", "/shelf/books/0465026567"),
                get("a function finds nothing", "/shelf/books/1"),
                get(
                        "a function heeds a tag",
                        "/shelf/books/0465026567",
                        "If-None-Match",
                        "\"geb\""),
                head("HEAD by a function", "/shelf/books/0465026567"),
                get("a function answers a Flux", "/shelf/books"),
                get("a function answers lines", "/shelf/books", "Accept", "application/x-ndjson"),
                post(
                        "a function creates",
                        "/shelf/books",
                        JSON,
                        "{\"isbn\":\"5\",\"title\":\"T\"}"),
                post("a function refuses a type", "/shelf/books", "text/plain", "no"),
                post("a function gets no JSON", "/shelf/books", JSON, "{"),
                of("a function echoes", "PUT", "/shelf/books/1").with("text/plain", "put"),
                of("a function deletes", "DELETE", "/shelf/books/1"),
                get("a function reads the query", "/shelf/query?q=%22", "X-Agent", "test"),
                get("a function redirects", "/shelf/old"),
                get("a function sets a cookie", "/shelf/cookie"),
                get("a function fails", "/shelf/fails"),
                get("a function's failure is filtered", "/shelf/refuses"),
                get("a function serves files", "/shelf/files/style.css"),
                get("a function has no such file", "/shelf/files/none.css"));
    }
}
