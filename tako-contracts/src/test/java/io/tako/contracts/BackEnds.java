package io.tako.contracts;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.net.http.HttpClient;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What contracts are held on: each runtime with each back end. */
final class BackEnds {

    private BackEnds() {}

    static Stream<Arguments> every() {
        return pairs().map(pair -> Arguments.of(pair.kind, pair.io));
    }

    /** Each with each version of HTTP. */
    static Stream<Arguments> everyWithVersions() {
        return pairs().flatMap(
                        pair ->
                                Stream.of(HttpClient.Version.values())
                                        .map(to -> Arguments.of(pair.kind, pair.io, to)));
    }

    private record Pair(RuntimeKind kind, IoPreference io) {}

    private static Stream<Pair> pairs() {
        return Stream.of(RuntimeKind.values())
                .flatMap(
                        kind ->
                                Stream.of(IoPreference.values())
                                        .filter(io -> io != IoPreference.AUTO)
                                        .map(io -> new Pair(kind, io)));
    }
}
