package io.tako.sample.web;

import io.tako.sample.CollectorProperties;
import io.tako.sample.store.SeriesStore;
import io.tako.sample.store.Watch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What one live socket has asked for. Belongs to the thread that receives. */
final class LiveSession implements AutoCloseable {

    private final LiveClient client;
    private final Outbox outbox;
    private final SeriesStore store;
    private final CollectorProperties.Live limits;
    private final JsonMapper json;
    private final Map<String, Watch> subscriptions = new HashMap<>();

    LiveSession(
            LiveClient client,
            Outbox outbox,
            SeriesStore store,
            CollectorProperties.Live limits,
            JsonMapper json) {
        this.client = client;
        this.outbox = outbox;
        this.store = store;
        this.limits = limits;
        this.json = json;
    }

    /** Does what a message asks for, or says why not. */
    void take(String message) throws IOException {
        LiveRequest request;
        try {
            request = json.readValue(message, LiveRequest.class);
        } catch (JacksonException e) {
            client.send(new LiveMessage.Refused(null, "not a request: " + e.getOriginalMessage()));
            return;
        }
        String name = request.subscription();
        if (name == null || name.isEmpty() || name.length() > 100) {
            client.send(
                    new LiveMessage.Refused(null, "subscription must have 1 to 100 characters"));
            return;
        }
        switch (request.type()) {
            case "subscribe" -> subscribe(name, request);
            case "unsubscribe" -> unsubscribe(name);
            case null, default ->
                    refuse(name, "type must be subscribe or unsubscribe, not " + request.type());
        }
    }

    private void subscribe(String name, LiveRequest request) throws IOException {
        if (subscriptions.containsKey(name)) {
            refuse(name, "there is a subscription of this name");
        } else if (subscriptions.size() == limits.maxSubscriptions()) {
            refuse(name, "a socket has " + limits.maxSubscriptions() + " subscriptions at most");
        } else {
            LiveSubscription follower = new LiveSubscription(name, limits.maxSeries(), outbox);
            subscriptions.put(name, store.watch(request.filter(), follower));
            // In line behind the series there are.
            outbox.add(client -> client.send(new LiveMessage.Subscribed(name)));
        }
    }

    private void unsubscribe(String name) throws IOException {
        Watch watch = subscriptions.remove(name);
        if (watch == null) {
            refuse(name, "there is no subscription of this name");
        } else {
            watch.close();
            client.send(new LiveMessage.Unsubscribed(name));
        }
    }

    private void refuse(String name, String why) throws IOException {
        client.send(new LiveMessage.Refused(name, why));
    }

    @Override
    public void close() {
        subscriptions.values().forEach(Watch::close);
        subscriptions.clear();
    }
}
