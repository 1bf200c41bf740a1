package io.tako.sample.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the live socket tells its client, as JSON with a {@code type}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface LiveMessage {

    @JsonProperty
    String type();

    /** All series there are have been told, and every point from now on is, or is counted. */
    record Subscribed(String subscription) implements LiveMessage {
        @Override
        public String type() {
            return "subscribed";
        }
    }

    /** The subscription has ended; points on their way may still follow. */
    record Unsubscribed(String subscription) implements LiveMessage {
        @Override
        public String type() {
            return "unsubscribed";
        }
    }

    /** A series that the subscription follows, told before the first of its points. */
    record Joined(String subscription, Views.Series series) implements LiveMessage {
        @Override
        public String type() {
            return "series";
        }
    }

    /**
     * Points in order of arrival.
     *
     * @param series its id
     * @param missed how many more came before these, faster than the client took them
     */
    record Points(String subscription, String series, long missed, List<Views.Latest> points)
            implements LiveMessage {
        @Override
        public String type() {
            return "points";
        }
    }

    /** More series match than one subscription follows; the rest is left out. */
    record LeftOut(String subscription, int limit) implements LiveMessage {
        @Override
        public String type() {
            return "left-out";
        }
    }

    /** What was asked for is refused; the socket stays open. */
    record Refused(@Nullable String subscription, String message) implements LiveMessage {
        @Override
        public String type() {
            return "error";
        }
    }
}
