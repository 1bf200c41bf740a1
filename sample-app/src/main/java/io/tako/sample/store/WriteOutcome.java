package io.tako.sample.store;

/** What became of one point: all its fields are stored, or none is. */
public sealed interface WriteOutcome {

    /** Every field is stored. */
    record Stored() implements WriteOutcome {

        static final Stored STORED = new Stored();
    }

    /**
     * Nothing of the point is stored.
     *
     * @param reason for the sender, with the offending part
     */
    record Refused(String reason) implements WriteOutcome {}
}
