package io.tako.transport;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a drain ended.
 *
 * @param finished connections that ended by themselves within the limit, those accepted while it
 *     went on included
 * @param cut connections that had to be closed when it was over
 * @param cutAt how many of the cut ones were at what, such as an "HTTP/1.1 request"
 */
public record DrainReport(int finished, int cut, Map<String, Integer> cutAt) {

    public DrainReport {
        cutAt = Map.copyOf(cutAt);
    }

    /** In the words of the log. */
    @Override
    public String toString() {
        String ends = finished + (finished == 1 ? " connection" : " connections") + " finished, ";
        if (cut == 0) {
            return ends + "none cut";
        }
        String at =
                new TreeMap<>(cutAt)
                        .entrySet().stream()
                                .map(kind -> kind.getValue() + " at " + kind.getKey())
                                .collect(Collectors.joining(", "));
        return ends + cut + " cut" + (at.isEmpty() ? "" : " (" + at + ")");
    }
}
