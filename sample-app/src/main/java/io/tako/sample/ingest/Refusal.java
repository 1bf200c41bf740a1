package io.tako.sample.ingest;

/**
 * Why one point of a batch was not stored.
 *
 * @param position the line of a text batch or the point of a JSON batch, counted from 1
 * @param reason what is wrong with it, with the offending part
 */
public record Refusal(long position, String reason) {}
