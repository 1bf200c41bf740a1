package io.tako.routing;

import java.util.List;

/** A router that cannot be built; it lists everything that is wrong, not only the first thing. */
public final class InvalidRouteException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidRouteException(List<String> problems) {
        super(
                (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                        + " in the routes:\n - "
                        + String.join("\n - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, one sentence for each problem, in the order the routes were declared. */
    public List<String> problems() {
        return problems;
    }
}
