package io.tako.autoconfigure;

import io.tako.transport.config.ServerConfig;

/**
 * Changes what the server is told, after all properties: beans of this type are asked in their
 * order, each gets what the one before returned.
 */
@FunctionalInterface
public interface TakoServerCustomizer {

    /** The configuration to use in place of this one. */
    ServerConfig customize(ServerConfig config);
}
