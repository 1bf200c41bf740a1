package io.tako.benchmarks.load;

/**
 * What a load came to.
 *
 * @param messages that came back, whole and right, while it was measured
 * @param micros how long that was
 * @param bytes of those messages as they came back, frames included
 * @param p50 microseconds from sending a message to its return, for half of them
 * @param p99 the same for 99 in 100
 * @param wrong connections on which something else came back
 * @param broken connections that ended, or were left waiting for a message
 * @param lost datagrams that were not back in time
 */
record EchoResult(
        long messages,
        long micros,
        long bytes,
        long p50,
        long p99,
        int wrong,
        int broken,
        int lost) {

    String json() {
        return ("{\"requests\":%d,\"micros\":%d,\"bytes\":%d,\"p50\":%d,\"p99\":%d,"
                        + "\"status_errors\":%d,\"socket_errors\":%d,\"lost\":%d}")
                .formatted(messages, micros, bytes, p50, p99, wrong, broken, lost);
    }
}
