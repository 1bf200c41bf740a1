package io.tako.sample.graphite;

import io.tako.sample.CollectorProperties;
import io.tako.sample.ingest.WriteBatch;
import io.tako.sample.store.SeriesStore;
import io.tako.tcp.FrameException;
import io.tako.tcp.Framing;
import io.tako.tcp.InputEndedException;
import io.tako.tcp.TcpConnection;
import io.tako.tcp.TcpFrames;
import io.tako.tcp.TcpHandler;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/**
 * Takes connections of Graphite lines. A bad line is counted as a rejected point and costs no
 * other; one that is too long is counted and ends its connection, and so does a broken off one.
 */
@Component
final class GraphiteHandler implements TcpHandler {

    private final SeriesStore store;
    private final InstantSource clock;
    private final int maxLineBytes;

    GraphiteHandler(SeriesStore store, InstantSource clock, CollectorProperties properties) {
        this.store = store;
        this.clock = clock;
        this.maxLineBytes = Math.toIntExact(properties.maxLine().toBytes());
    }

    @Override
    public void handle(TcpConnection connection) throws IOException {
        TcpFrames lines = connection.frames(Framing.lines(maxLineBytes));
        // Only its clock that never tells the same moment twice: its report is for nobody.
        WriteBatch dates = new WriteBatch(store, clock);
        try {
            for (String line = lines.readText(); line != null; line = lines.readText()) {
                if (!line.isBlank()) {
                    GraphiteLine.parse(line, dates::arrival)
                            .ifPresentOrElse(store::write, store::countMalformed);
                }
            }
        } catch (FrameException | InputEndedException e) {
            store.countMalformed();
            throw e;
        }
    }
}
