package io.tako.extract;

import io.tako.handler.HeadExtractor;
import io.tako.handler.Input;
import io.tako.http.Rejection;
import io.tako.http.RequestHead;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Chooses what the client likes best of what a route offers (RFC 9110 section 12.5). */
final class Negotiation {

    private Negotiation() {}

    static HeadExtractor<MediaType> mediaType(List<MediaType> offered) {
        requireSome(offered);
        return new Lookup<>(
                new Input(Input.Kind.HEADER, HttpHeaders.ACCEPT, MediaType.class, false)) {
            @Override
            public MediaType find(RequestHead head) {
                return best(offered, head.headers(HttpHeaders.ACCEPT));
            }
        };
    }

    private static MediaType best(List<MediaType> offered, List<String> fields) {
        List<MediaType> ranges;
        try {
            ranges = MediaType.parseMediaTypes(fields);
        } catch (InvalidMediaTypeException e) {
            throw new Rejection.Malformed(
                    "header 'Accept' is "
                            + Echo.of(String.join(", ", fields))
                            + " (expected: media ranges)");
        }
        if (ranges.isEmpty()) {
            return offered.getFirst();
        }
        MediaType best = null;
        MediaType bestRange = null;
        for (MediaType candidate : offered) {
            MediaType range = governing(candidate, ranges);
            if (range != null
                    && range.getQualityValue() > 0
                    && (bestRange == null || better(range, bestRange))) {
                best = candidate;
                bestRange = range;
            }
        }
        if (best == null) {
            throw new Rejection.NotAcceptable(
                    "nothing acceptable (offered: " + MediaType.toString(offered) + ")");
        }
        return best;
    }

    /** The range that speaks for a type: the most specific one that includes it. */
    private static @Nullable MediaType governing(MediaType type, List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> includes(range, type))
                .max(Comparator.comparingInt(Negotiation::specificity))
                .orElse(null);
    }

    private static boolean better(MediaType range, MediaType than) {
        int byQuality = Double.compare(range.getQualityValue(), than.getQualityValue());
        return byQuality != 0 ? byQuality > 0 : specificity(range) > specificity(than);
    }

    private static boolean includes(MediaType range, MediaType type) {
        if (!range.includes(type)) {
            return false;
        }
        for (Map.Entry<String, String> parameter : range.getParameters().entrySet()) {
            if (!parameter.getKey().equalsIgnoreCase("q")
                    && !parameter
                            .getValue()
                            .equalsIgnoreCase(type.getParameter(parameter.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        if (range.isWildcardSubtype()) {
            return range.getSubtype().equals("*") ? 1 : 2;
        }
        return 3
                + (int)
                        range.getParameters().keySet().stream()
                                .filter(name -> !name.equalsIgnoreCase("q"))
                                .count();
    }

    static HeadExtractor<Locale> language(List<Locale> offered) {
        requireSome(offered);
        Input input =
                new Input(Input.Kind.HEADER, HttpHeaders.ACCEPT_LANGUAGE, Locale.class, false);
        return new Lookup<>(input) {
            @Override
            public Locale find(RequestHead head) {
                String field = String.join(",", head.headers(HttpHeaders.ACCEPT_LANGUAGE));
                return field.isBlank() ? offered.getFirst() : lookup(offered, field);
            }
        };
    }

    /** RFC 4647 section 3.4; where nothing matches, the first language offered. */
    private static Locale lookup(List<Locale> offered, String field) {
        List<LanguageRange> ranges;
        try {
            ranges =
                    Arrays.stream(field.split(","))
                            .map(String::strip)
                            .filter(range -> !range.isEmpty())
                            .flatMap(range -> LanguageRange.parse(range).stream())
                            .filter(range -> range.getWeight() > 0)
                            .sorted(Comparator.comparingDouble(LanguageRange::getWeight).reversed())
                            .toList();
        } catch (IllegalArgumentException e) {
            throw new Rejection.Malformed(
                    "header 'Accept-Language' is "
                            + Echo.of(field)
                            + " (expected: language ranges)");
        }
        Locale found = Locale.lookup(ranges, offered);
        return found == null ? offered.getFirst() : found;
    }

    private static void requireSome(List<?> offered) {
        if (offered.isEmpty()) {
            throw new IllegalArgumentException("nothing offered (expected: at least one)");
        }
    }
}
