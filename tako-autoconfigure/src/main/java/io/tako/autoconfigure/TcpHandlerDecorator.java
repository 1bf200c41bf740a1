package io.tako.autoconfigure;

import io.tako.tcp.TcpHandler;

/**
 * Puts something around the handlers of raw TCP. Beans of this type are applied in their order, the
 * first outermost.
 */
@FunctionalInterface
public interface TcpHandlerDecorator {

    /** What is called in the place of the handler; called once for each handler and server. */
    TcpHandler decorate(TcpHandler handler);
}
