package io.tako.webflux;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is known to differ between Tako and Reactor Netty, as rules; docs/webflux.md tells it. */
enum KnownDifference {
    NO_CODING("transfer-encoding", "content-length") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.field("transfer-encoding").equals("chunked")
                    && (call.isHead() || netty.status() == 304);
        }
    },
    NO_LENGTH("content-length") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.status() == 304 && netty.field("content-length").equals("0");
        }
    },
    COOKIE("set-cookie") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return attributes(tako).equals(attributes(netty));
        }

        private Set<String> attributes(Answer answer) {
            Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (String cookie : answer.fields().getOrDefault("set-cookie", List.of())) {
                all.addAll(List.of(cookie.split("; ")));
            }
            return all;
        }
    },
    RANGES("the body", "the end") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.status() == 206
                    && netty.field("content-type").startsWith("multipart/byteranges");
        }
    },
    NO_RANGE("content-length", "the end") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.status() == 416 && tako.status() == 416;
        }
    },
    ODD_TARGET() {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.status() == 400
                    && netty.body().isEmpty()
                    && ODD.matcher(call.target()).find();
        }
    },
    NO_URI("content-type", "content-length", "the body") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return netty.status() == 400
                    && tako.status() == 400
                    && BROKEN.matcher(call.target()).find();
        }
    },
    NO_TARGET() {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return tako.status() == 400
                    && tako.field("content-type").equals("application/problem+json")
                    && (!TARGET.matcher(call.target()).find()
                            || BEYOND_ASCII.matcher(call.target()).find());
        }
    },
    NO_SUCH_EXPECTATION() {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return tako.status() == 417 && call.fields().contains("200-ok");
        }
    },
    /** Pairs that Netty drops: spaces around the equals sign, a comma, a dollar sign. */
    ODD_COOKIE() {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return call.target().contains("/request/cookies")
                    && call.fields().stream().anyMatch(ODD_PAIRS::contains);
        }
    },
    /** Fields are looked at when they are sent, which for HEAD is behind the error page. */
    BROKEN_FIELD_OF_HEAD("content-length", "content-type") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return call.isHead() && tako.status() == 500 && call.target().contains("broken-field");
        }
    },
    KNOWN_LENGTH("content-length", "transfer-encoding") {
        @Override
        boolean explains(Call call, Answer tako, Answer netty) {
            return call.target().contains("/part") && netty.status() == 200;
        }
    };

    /** Origin form, absolute form, or of the server as a whole (RFC 9112 section 3.2). */
    private static final Pattern TARGET = Pattern.compile("(?i)^(/|https?://[^/]|\\*$)");

    private static final Set<String> ODD_PAIRS =
            Set.of(";; flavour = spaced ;", "a=b, flavour=c", "$Version=1; flavour=x; $Path=/");

    private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x21-\\x7e]");

    private static final Pattern ODD = Pattern.compile("[{}|^`\\[\\]\\\\\"<>]");
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private final Set<String> parts;

    /**
     * @param parts what may differ; none named is the whole answer
     */
    KnownDifference(String... parts) {
        this.parts = Set.of(parts);
    }

    abstract boolean explains(Call call, Answer tako, Answer netty);

    /** The parts of these answers that may differ. */
    static Set<String> of(Call call, Answer tako, Answer netty) {
        Set<String> all = new HashSet<>();
        for (KnownDifference known : values()) {
            if (known.explains(call, tako, netty)) {
                all.addAll(known.parts.isEmpty() ? tako.differencesTo(netty) : known.parts);
            }
        }
        return all;
    }
}
