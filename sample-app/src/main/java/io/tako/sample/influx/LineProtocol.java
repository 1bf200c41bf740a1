package io.tako.sample.influx;

import io.tako.sample.ingest.WriteBatch;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.store.SeriesStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Stores points sent as InfluxDB line protocol. Every good line is stored, whatever stands beside
 * it; every bad one is reported by its number. Safe for many threads at once.
 *
 * <p>A line without timestamp takes the moment of its {@linkplain WriteBatch#arrival() arrival}.
 *
 * @see <a href="https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/">Line
 *     protocol</a>
 */
public final class LineProtocol {

    private final SeriesStore store;
    private final InstantSource clock;
    private final int maxLineBytes;

    /**
     * @param maxLineBytes longest line taken, in bytes; a longer one is skipped and reported
     */
    public LineProtocol(SeriesStore store, InstantSource clock, int maxLineBytes) {
        if (maxLineBytes < 1) {
            throw new IllegalArgumentException("maxLineBytes must be positive: " + maxLineBytes);
        }
        this.store = store;
        this.clock = clock;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Reads lines to the end of the stream, which stays open, and stores each as it comes.
     *
     * @throws IOException if the stream breaks; the lines before are stored
     */
    public WriteReport write(InputStream lines, Precision precision) throws IOException {
        WriteBatch batch = new WriteBatch(store, clock);
        LineReader reader = new LineReader(lines, maxLineBytes);
        while (reader.advance()) {
            try {
                String line = reader.text();
                if (!isIgnored(line)) {
                    batch.write(reader.number(), LineParser.parse(line, precision, batch::arrival));
                }
            } catch (MalformedLineException e) {
                batch.malformed(reader.number(), e.reason());
            }
        }
        return batch.report();
    }

    private static boolean isIgnored(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != ' ') {
                return line.charAt(i) == '#';
            }
        }
        return true;
    }
}
