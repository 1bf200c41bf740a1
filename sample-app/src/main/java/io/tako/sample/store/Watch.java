package io.tako.sample.store;

/** Something that looks on until it is closed. */
@FunctionalInterface
public interface Watch extends AutoCloseable {

    @Override
    void close();
}
