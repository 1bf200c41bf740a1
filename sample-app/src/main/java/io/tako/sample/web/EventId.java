package io.tako.sample.web;

import java.util.Optional;

/**
 * The id of an event of a live feed.
 *
 * @param run the store that counted; after a restart it is another one
 * @param number the arrival it tells of
 */
record EventId(String run, long number) {

    /** Reads what {@link #toString} wrote; empty for anything else. */
    static Optional<EventId> parse(String text) {
        int dash = text.lastIndexOf('-');
        if (dash < 1) {
            return Optional.empty();
        }
        try {
            long number = Long.parseUnsignedLong(text, dash + 1, text.length(), 10);
            return number < 0
                    ? Optional.empty()
                    : Optional.of(new EventId(text.substring(0, dash), number));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return run + "-" + number;
    }
}
