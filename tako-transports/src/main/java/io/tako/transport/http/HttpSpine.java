package io.tako.transport.http;

import io.netty.channel.WriteBufferWaterMark;
import io.tako.http.RequestHead;
import io.tako.http.Response;
import io.tako.routing.Endpoint;
import io.tako.routing.Router;
import io.tako.runtime.ExecutionProfile;
import io.tako.transport.HttpService;
import io.tako.transport.accesslog.AccessLogger;
import io.tako.transport.compression.ResponseCompression;
import io.tako.transport.config.CompressionConfig;
import io.tako.transport.config.DrainConfig;
import io.tako.transport.config.HttpListenerConfig;
import io.tako.transport.spine.Spine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one listener share that speak HTTP: its settings, its router, its limits
 * and counters. Safe for any thread.
 */
public final class HttpSpine extends Spine {

    private final HttpListenerConfig config;
    private final PhaseLimits phases;
    private final @Nullable AccessLogger accessLog;
    private final HttpService service;
    private final ExecutionProfile[] profiles;
    private final ExecutionProfile[] socketProfiles;
    private final @Nullable ResponseCompression compression;
    private final WriteBufferWaterMark writeWindow;
    private final AtomicInteger requests = new AtomicInteger();
    private final LongAdder refusedRequests = new LongAdder();

    /** What the connections of a new listener will share. */
    public HttpSpine(HttpListenerConfig config, DrainConfig drain, HttpService service) {
        super(config, drain);
        this.config = config;
        this.phases = new PhaseLimits(config.timeouts());
        this.service = service;
        this.accessLog = config.accessLog();
        CompressionConfig compressed = config.compression();
        this.compression = compressed == null ? null : new ResponseCompression(compressed);
        int window = config.limits().writeWindow();
        this.writeWindow = new WriteBufferWaterMark(window / 2, window);
        this.profiles = profiles(service.router());
        this.socketProfiles = profiles(service.router());
    }

    private static ExecutionProfile[] profiles(Router router) {
        ExecutionProfile[] profiles = new ExecutionProfile[router.endpointCount()];
        Arrays.setAll(profiles, endpoint -> ExecutionProfile.learning());
        return profiles;
    }

    public HttpListenerConfig config() {
        return config;
    }

    /** How long its connections may stay in each phase. */
    public PhaseLimits phases() {
        return phases;
    }

    /** Where exchanges are logged when they end, or null. */
    public @Nullable AccessLogger accessLog() {
        return accessLog;
    }

    /** How much may wait for the socket of one connection; at half of it there is room again. */
    public WriteBufferWaterMark writeWindow() {
        return writeWindow;
    }

    /** What answers the listener's requests. */
    public HttpService service() {
        return service;
    }

    /** The routes among what answers. */
    public Router router() {
        return service.router();
    }

    /** What was learned of how long the endpoint's handler keeps the loop. */
    public ExecutionProfile profile(Endpoint endpoint) {
        return profiles[endpoint.index()];
    }

    /** The same of the handlers of the sockets that the endpoint opens. */
    public ExecutionProfile socketProfile(Endpoint endpoint) {
        return socketProfiles[endpoint.index()];
    }

    /** The response as the request's client gets it. On the handler's thread. */
    public Response forClient(RequestHead request, Response response) {
        return compression == null ? response : compression.apply(request, response);
    }

    /** Counts a request in; false if too many are being handled, and it is to be refused. */
    public boolean admitRequest() {
        int max = config.limits().maxConcurrentRequests();
        if (max == 0) {
            return true;
        }
        if (requests.incrementAndGet() > max) {
            requests.decrementAndGet();
            refusedRequests.increment();
            return false;
        }
        return true;
    }

    /** Counts a request out. */
    public void requestDone() {
        if (config.limits().maxConcurrentRequests() > 0) {
            requests.decrementAndGet();
        }
    }

    @Override
    public long refusedRequests() {
        return refusedRequests.sum();
    }
}
