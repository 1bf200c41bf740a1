package io.tako.transport.websocket;

import io.tako.websocket.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Actions that are told how a socket ended, once each, on the event loop. */
final class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final Executor loop;
    private final List<Consumer<Message.Closed>> actions = new ArrayList<>(1);
    private Message.@Nullable Closed how;

    /**
     * @param loop the event loop, as what runs tasks; runs nothing once it has ended
     */
    Endings(Executor loop) {
        this.loop = loop;
    }

    /** Has an action told. Any thread. */
    void add(Consumer<Message.Closed> action) {
        loop.execute(
                () -> {
                    if (how == null) {
                        actions.add(action);
                    } else {
                        run(action, how);
                    }
                });
    }

    /** Tells all of them. On the event loop. */
    void tell(Message.Closed ending) {
        how = ending;
        actions.forEach(action -> run(action, ending));
        actions.clear();
    }

    private static void run(Consumer<Message.Closed> action, Message.Closed ending) {
        try {
            action.accept(ending);
        } catch (RuntimeException e) {
            log.error("An action at the end of a WebSocket failed", e);
        }
    }
}
