package io.tako.benchmarks.servers;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.DateFormatter;
import io.netty.util.AsciiString;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/** The Date field's value, formatted once a second on the loop and read by any thread. */
final class DateHeader {
    private volatile AsciiString value = now();

    DateHeader(EventLoop loop) {
        loop.scheduleAtFixedRate(() -> value = now(), 1, 1, TimeUnit.SECONDS);
    }

    AsciiString value() {
        return value;
    }

    private static AsciiString now() {
        return AsciiString.cached(DateFormatter.format(new Date()));
    }
}
