package io.tako.sample.json;

import io.tako.sample.ingest.WriteBatch;
import io.tako.sample.ingest.WriteReport;
import io.tako.sample.store.SeriesStore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.util.List;

/**
 * Points sent together as JSON. A batch that does not validate is refused whole; once it does,
 * points are stored or refused each on their own, like lines.
 *
 * @param points from 1 to 10,000
 */
public record PointBatch(@NotEmpty @Size(max = MAX_POINTS) List<@NotNull @Valid JsonPoint> points) {

    static final int MAX_POINTS = 10_000;

    /**
     * Stores the points of a valid batch. Points without timestamp take the moment of their
     * {@linkplain WriteBatch#arrival() arrival}.
     *
     * @return the report, positions counted from 1
     */
    public WriteReport writeTo(SeriesStore store, InstantSource clock) {
        WriteBatch batch = new WriteBatch(store, clock);
        for (int i = 0; i < points.size(); i++) {
            batch.write(i + 1L, points.get(i).toPoint(batch::arrival));
        }
        return batch.report();
    }
}
