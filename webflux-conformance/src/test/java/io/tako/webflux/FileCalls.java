package io.tako.webflux;

import static io.tako.webflux.Call.get;
import static io.tako.webflux.Call.head;
import static io.tako.webflux.Call.of;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What is asked for files: whole, in part, if they have changed; and files that are sent. */
final class FileCalls {

    private static final String BOUNDARY = "----part";
    private static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String PRINTED = "Sun, 01 Apr 1979 12:00:00 GMT";
    private static final int LARGE = 300_000;

    private FileCalls() {}

    /** Lays out the files that the calls are about. */
    static Path shelf(Path directory) throws IOException {
        byte[] large = new byte[LARGE];
        new Random(7).nextBytes(large);
        Files.write(directory.resolve("large.bin"), large);
        Files.writeString(directory.resolve("page.html"), "<p>Ein Löwe</p>");
        Files.writeString(directory.resolve("style.css"), "p { color: red }");
        Files.writeString(directory.resolve("ten.txt"), "0123456789");
        Files.writeString(directory.resolve("empty.txt"), "");
        Files.writeString(directory.resolve("unknown.zzz"), "?");
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                FileTime printed = FileTime.from(Instant.parse("1979-04-01T12:00:00Z"));
                Files.setLastModifiedTime(file, printed);
            }
        }
        return directory;
    }

    static List<Call> ofStaticFiles() {
        return List.of(
                get("a page", "/static/page.html"),
                get("a file of many buffers", "/static/large.bin"),
                get("an empty file", "/static/empty.txt"),
                get("a file of no known type", "/static/unknown.zzz"),
                head("HEAD of a file", "/static/large.bin"),
                get("a file that is not there", "/static/none.html"),
                get("a way out of the directory", "/static/..%2f..%2fetc/passwd"),
                get("a directory", "/static/"),
                get("a file the client has", "/static/page.html", "If-Modified-Since", PRINTED),
                get(
                        "a file that is newer",
                        "/static/page.html",
                        "If-Modified-Since",
                        "Sun, 01 Apr 1979 11:59:59 GMT"),
                get(
                        "a file that must not be newer",
                        "/static/page.html",
                        "If-Unmodified-Since",
                        "Sat, 31 Mar 1979 12:00:00 GMT"),
                get("the first bytes", "/static/ten.txt", "Range", "bytes=0-3"),
                get("the last bytes", "/static/ten.txt", "Range", "bytes=-3"),
                get("bytes to the end", "/static/large.bin", "Range", "bytes=299000-"),
                get("more bytes than there are", "/static/ten.txt", "Range", "bytes=5-500"),
                get("two ranges", "/static/ten.txt", "Range", "bytes=0-1,4-5"),
                get(
                        "a range behind the end",
                        "/static/ten.txt",
                        "Range",
                        "bytes=10-",
                        // Reactor Netty declares a body that it does not send.
                        "Connection",
                        "close"),
                head("HEAD with a range", "/static/ten.txt", "Range", "bytes=0-3"),
                get(
                        "a range if it is the same file",
                        "/static/ten.txt",
                        "Range",
                        "bytes=0-3",
                        "If-Range",
                        PRINTED),
                of("POST to a file", "POST", "/static/ten.txt"));
    }

    static List<Call> ofDownloads() {
        return List.of(
                get("a resource of a handler", "/files/large.bin"),
                head("HEAD of a resource", "/files/large.bin"),
                get("a range of a resource", "/files/large.bin", "Range", "bytes=100-199"),
                get("two ranges of a resource", "/files/ten.txt", "Range", "bytes=0-1,8-"),
                get("a resource under another name", "/files/ten.txt/attached"),
                get("a range that is none", "/files/ten.txt", "Range", "bytes=a-b"),
                get("a unit that is not bytes", "/files/ten.txt", "Range", "lines=1-2"),
                get("a resource in memory", "/files/memory"),
                get("a range of a resource in memory", "/files/memory", "Range", "bytes=2-4"),
                get("a resource that is not there", "/files/none.bin"),
                get("a part of a file, by the system", "/files/large.bin/part"),
                get("a file read into buffers", "/files/large.bin/read"));
    }

    static List<Call> ofUploads() {
        byte[] small = "small".getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[LARGE];
        new Random(9).nextBytes(large);
        return List.of(
                upload("a small file", multipart(part("file", "a.txt", small))),
                upload("a large file", multipart(part("file", "b.bin", large))),
                upload("a file in chunks", multipart(part("file", "c.bin", large))).inChunks(),
                upload(
                        "a file with a part of JSON",
                        multipart(part("file", "d.txt", small), json("about"))),
                upload("a file that is missing", multipart(part("other", "e.txt", small))),
                upload("parts without an end", "------part\r\n".getBytes(StandardCharsets.UTF_8)),
                of("no boundary", "POST", "/files/upload").with("multipart/form-data", "x"),
                of("a form where parts are wanted", "POST", "/files/upload")
                        .with("application/x-www-form-urlencoded", "a=b"),
                of("parts as they come", "POST", "/files/parts")
                        .with(
                                MULTIPART,
                                multipart(
                                        field("first", "one"),
                                        part("file", "f.bin", large),
                                        field("last", "two"))));
    }

    private static Call upload(String fact, byte[] body) {
        return of(fact, "POST", "/files/upload").with(MULTIPART, body);
    }

    private static byte[] multipart(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(("--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(part);
            all.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    private static byte[] field(String name, String value) {
        return disposed(
                "name=\"" + name + "\"", "text/plain", value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] json(String name) {
        String book = "{\"isbn\":\"1\",\"title\":\"T\",\"pages\":3}";
        return disposed(
                "name=\"" + name + "\"", "application/json", book.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] part(String name, String file, byte[] content) {
        return disposed(
                "name=\"" + name + "\"; filename=\"" + file + "\"",
                "application/octet-stream",
                content);
    }

    private static byte[] disposed(String disposition, String type, byte[] content) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(
                "Content-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                        .formatted(disposition, type)
                        .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(content);
        return part.toByteArray();
    }
}
