package io.tako.sample.store;

import java.util.List;

/**
 * Some of the series that match, by measurement, then tags, then field.
 *
 * @param page counted from 0
 * @param size series a full page has
 * @param total series that match, on all pages
 */
public record SeriesPage(List<SeriesInfo> series, int page, int size, int total) {

    public SeriesPage {
        series = List.copyOf(series);
    }
}
