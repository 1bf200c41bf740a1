package io.tako.contracts.drain;

import java.util.List;

/**
 * A server to restart, and what to ask it for.
 *
 * @param name what the table calls it
 * @param command starts it; it listens on the given port of the loopback interface
 * @param get a path that answers 200
 * @param post a path that takes the body
 * @param body what is posted
 * @param events finds the path of a stream of events once the server is up
 * @param socket the path of a WebSocket
 * @param http2 whether it speaks HTTP/2
 * @param tls whether it speaks over TLS, and not in clear text
 */
public record Target(
        String name,
        Command command,
        String get,
        String post,
        String body,
        Events events,
        String socket,
        boolean http2,
        boolean tls) {

    /** The words of the command line for a port. */
    @FunctionalInterface
    public interface Command {
        List<String> on(int port);
    }

    /** The path of a stream of events. */
    @FunctionalInterface
    public interface Events {
        String on(Door door) throws Exception;
    }
}
