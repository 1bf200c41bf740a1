package io.tako.respond;

/** Sends the events of one stream, one call after the other. */
@FunctionalInterface
public interface SseSource {

    /**
     * Sends events until there are no more; returning ends the stream, and browsers connect again
     * by themselves. Runs on a virtual thread of its request. That thread is interrupted when the
     * client leaves or the server drains, so code that waits is to let {@link InterruptedException}
     * pass.
     *
     * @throws Exception anything: the stream is cut, never ended as if complete
     */
    void emit(SseEmitter emitter) throws Exception;
}
