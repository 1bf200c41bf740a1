package io.tako.contracts.http1;

import static io.tako.contracts.http1.Http1Case.answered;
import static io.tako.contracts.http1.Http1Case.bad;
import static io.tako.contracts.http1.Http1Case.refused;

import java.util.stream.Stream;

/** Malformed request lines and targets. */
final class Http1LineCases {

    private static final String LINE = "RFC 9112 section 3";
    private static final String METHOD = "RFC 9112 section 3.1";
    private static final String TARGET = "RFC 9112 section 3.2";
    private static final String VERSION = "RFC 9112 section 2.3";
    private static final String LENIENCE = "RFC 9112 section 2.2";

    private Http1LineCases() {}

    static Stream<Http1Case> all() {
        return Stream.of(separators(), methods(), targets(), versions()).flatMap(s -> s);
    }

    private static String line(String requestLine) {
        return requestLine + "\r\nHost: h\r\n\r\n";
    }

    /** RFC 9112 allows a reader to take other whitespace for SP and LF for CRLF; Tako does not. */
    private static Stream<Http1Case> separators() {
        return Stream.of(
                bad("space before the method", LINE, line(" GET / HTTP/1.1")),
                bad("tab before the method", LINE, line("\tGET / HTTP/1.1")),
                bad("NUL before the method", LINE, line("\0GET / HTTP/1.1")),
                bad("vertical tab before the method", LINE, line("\u000bGET / HTTP/1.1")),
                bad("bare LF before the request line", LENIENCE, line("\nGET / HTTP/1.1")),
                bad("bare CR before the request line", LENIENCE, line("\rGET / HTTP/1.1")),
                bad("empty line, then a space", LENIENCE, line("\r\n GET / HTTP/1.1")),
                bad("two spaces after the method", LINE, line("GET  / HTTP/1.1")),
                bad("two spaces before the version", LINE, line("GET /  HTTP/1.1")),
                bad("tab after the method", LINE, line("GET\t/ HTTP/1.1")),
                bad("tab before the version", LINE, line("GET /\tHTTP/1.1")),
                bad("form feed after the method", LINE, line("GET\f/ HTTP/1.1")),
                bad("space after the version", LINE, line("GET / HTTP/1.1 ")),
                bad("fourth word", LINE, line("GET / HTTP/1.1 HTTP/1.1")),
                bad("bare CR in the request line", LENIENCE, line("GET /\rx HTTP/1.1")),
                bad("CR twice at the end of the line", LENIENCE, line("GET / HTTP/1.1\r")),
                bad("LF ends the request line", LENIENCE, "GET / HTTP/1.1\nHost: h\r\n\r\n"),
                bad("LF ends every line", LENIENCE, "GET / HTTP/1.1\nHost: h\n\n"));
    }

    private static Stream<Http1Case> methods() {
        return Stream.of(
                bad("method with a space", METHOD, line("GE T / HTTP/1.1")),
                bad("method with a separator", METHOD, line("GE@T / HTTP/1.1")),
                bad("method in parentheses", METHOD, line("(GET) / HTTP/1.1")),
                bad("method with a control character", METHOD, line("GE\u0001T / HTTP/1.1")),
                bad("method with NUL", METHOD, line("GET\0 / HTTP/1.1")),
                bad("method outside ASCII", METHOD, line("G\u00c9T / HTTP/1.1")),
                bad("no method", METHOD, line(" / HTTP/1.1")),
                refused("CONNECT", "RFC 9110 section 9.3.6", 501, line("CONNECT h:443 HTTP/1.1")));
    }

    private static Stream<Http1Case> targets() {
        return Stream.of(
                bad("empty target", TARGET, line("GET  HTTP/1.1")),
                bad("no target", TARGET, line("GET HTTP/1.1")),
                bad("target with a space", TARGET, line("GET /a b HTTP/1.1")),
                bad("target with a fragment", TARGET, line("GET /#top HTTP/1.1")),
                bad("target outside ASCII", TARGET, line("GET /caf\u00e9 HTTP/1.1")),
                bad("target with NUL", TARGET, line("GET /a\0b HTTP/1.1")),
                bad("target with DEL", TARGET, line("GET /a\u007fb HTTP/1.1")),
                bad("target with a quote", TARGET, line("GET /\"a\" HTTP/1.1")),
                bad("target in angle brackets", TARGET, line("GET </> HTTP/1.1")),
                bad("target without a slash", TARGET, line("GET index HTTP/1.1")),
                bad("asterisk for GET", TARGET + ".4", line("GET * HTTP/1.1")),
                bad("asterisk and more", TARGET + ".4", line("OPTIONS *a HTTP/1.1")),
                bad("authority form for GET", TARGET + ".3", line("GET h:80 HTTP/1.1")),
                bad("another scheme", TARGET + ".2", line("GET ftp://h/ HTTP/1.1")),
                bad("absolute without authority", TARGET + ".2", line("GET http:/// HTTP/1.1")),
                bad("absolute with user", TARGET + ".2", line("GET http://u@h/ HTTP/1.1")),
                bad("absolute with bad port", TARGET + ".2", line("GET http://h:8x/ HTTP/1.1")),
                // The message is sound, only the path means nothing: the connection lives on.
                answered(
                        "percent without hex digits",
                        "RFC 3986 section 2.1",
                        400,
                        line("GET /%zz HTTP/1.1")),
                answered(
                        "percent at the end", "RFC 3986 section 2.1", 400, line("GET /% HTTP/1.1")),
                answered(
                        "percent and one digit",
                        "RFC 3986 section 2.1",
                        400,
                        line("GET /%a HTTP/1.1")),
                refused(
                        "request line too long",
                        TARGET,
                        414,
                        line("GET /" + "a".repeat(9000) + " HTTP/1.1")),
                refused("request line without an end", TARGET, 414, "GET /" + "a".repeat(20_000)));
    }

    private static Stream<Http1Case> versions() {
        return Stream.of(
                bad("no version (HTTP/0.9)", VERSION, "GET /\r\n"),
                bad("no version, but a space", VERSION, line("GET / ")),
                bad("version in lower case", VERSION, line("GET / http/1.1")),
                bad("version of another protocol", VERSION, line("GET / HTCPCP/1.0")),
                bad("version with a letter behind", VERSION, line("GET / HTTP/1.1x")),
                bad("version with two minor digits", VERSION, line("GET / HTTP/1.10")),
                bad("version with two major digits", VERSION, line("GET / HTTP/01.1")),
                bad("version without minor", VERSION, line("GET / HTTP/1")),
                bad("version without digits", VERSION, line("GET / HTTP/")),
                bad("version with a sign", VERSION, line("GET / HTTP/+1.1")),
                bad("version with a comma", VERSION, line("GET / HTTP/1,1")),
                refused("HTTP/0.9 by name", VERSION, 505, line("GET / HTTP/0.9")),
                refused("HTTP/2.0", VERSION, 505, line("GET / HTTP/2.0")),
                refused("HTTP/9.9", VERSION, 505, line("GET / HTTP/9.9")));
    }
}
