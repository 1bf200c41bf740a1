package io.tako.webflux;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The application that engines are compared by, and what it is asked. */
final class Library {

    private static final Pattern SESSION = Pattern.compile("SESSION=[^;]*");

    private Library() {}

    /** Starts the application with the files of this directory. */
    static Engines start(Set<Engine> engines, Path shelf, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 4);
        all[properties.length] = "library.shelf=" + shelf;
        all[properties.length + 1] = "spring.web.resources.static-locations=file:" + shelf + "/";
        all[properties.length + 2] = "spring.webflux.static-path-pattern=/static/**";
        all[properties.length + 3] = "spring.web.resources.cache.period=3600";
        return Engines.start(engines, LibraryApplication.class, all);
    }

    /** Everything it is asked. */
    static Stream<Call> calls() {
        return Stream.of(
                        PlainCalls.ofBooks(),
                        PlainCalls.ofRequests(),
                        PlainCalls.ofShelf(),
                        AnswerCalls.ofHeads(),
                        AnswerCalls.ofStreams(),
                        AnswerCalls.ofFaults(),
                        AnswerCalls.ofOtherOrigins(),
                        FileCalls.ofStaticFiles(),
                        FileCalls.ofDownloads(),
                        FileCalls.ofUploads())
                .flatMap(List::stream);
    }

    /** What a client gets that keeps its cookie, on one connection. */
    static List<Answer> session(int port) throws IOException {
        List<Answer> answers = new ArrayList<>();
        String cookie = "";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            for (String path : List.of("count", "count", "renew", "count", "end", "count")) {
                Call call = Call.get(path, "/session/" + path, "Cookie", "a=b" + cookie);
                socket.getOutputStream().write(call.wire());
                Answer answer = Answer.read(in, false);
                answers.add(answer);
                Matcher set = SESSION.matcher(answer.field("set-cookie"));
                if (set.find()) {
                    cookie = "; " + set.group();
                }
            }
        }
        return answers;
    }
}
