package io.tako.autoconfigure;

/**
 * Adds and changes listeners of the application's server, after those that properties name. Beans
 * of this type are asked in their order. The server of management endpoints is not asked about.
 */
@FunctionalInterface
public interface ListenerCustomizer {

    /** Called once for each server that is made, before it starts. */
    void customize(Listeners listeners);
}
