package io.tako.sample.store;

/**
 * What a store has seen since it began. Counted without stopping writers: under load the numbers
 * are those of moments close to each other.
 *
 * @param received points sent, stored or not
 * @param rejected points refused, malformed ones included
 * @param dropped samples pushed out of full series by newer ones
 * @param series series kept now
 */
public record StoreCounts(long received, long rejected, long dropped, int series) {}
