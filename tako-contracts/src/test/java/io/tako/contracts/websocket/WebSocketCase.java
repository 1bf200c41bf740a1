package io.tako.contracts.websocket;

/**
 * One wrong thing a client can do to a WebSocket.
 *
 * @param name what is wrong
 * @param section the rule it breaks
 * @param bytes what is sent: the head of a handshake, or frames
 * @param answer the status of the answer, or the code of the close frame
 */
record WebSocketCase(String name, String section, byte[] bytes, int answer) {

    @Override
    public String toString() {
        return name + " (" + section + ") -> " + answer;
    }
}
