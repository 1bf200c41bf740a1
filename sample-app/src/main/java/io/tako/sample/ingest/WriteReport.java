package io.tako.sample.ingest;

import java.util.List;

/**
 * What became of a batch: every point was either written or refused for a reason of its own.
 *
 * @param written points stored
 * @param rejected points refused, also those beyond the listed ones
 * @param refusals the first refusals, in order of position
 */
public record WriteReport(long written, long rejected, List<Refusal> refusals) {

    public WriteReport {
        refusals = List.copyOf(refusals);
    }

    /** Whether everything that was sent is stored. */
    public boolean complete() {
        return rejected == 0;
    }
}
