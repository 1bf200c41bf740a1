package io.tako.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the files of bundles again and again, and updates a bundle when they hold something new.
 * It needs no notice from the file system, so it works on mounts that give none, and however files
 * and links are exchanged. One virtual thread does it, from start to stop.
 */
final class SslBundlePoll implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SslBundlePoll.class);

    private final SslBundleRegistry registry;
    private final List<SslBundleFiles> bundles;
    private final Duration interval;
    private final Map<String, String> seen = new HashMap<>();
    private @Nullable CountDownLatch running;

    SslBundlePoll(SslBundleRegistry registry, List<SslBundleFiles> bundles, Duration interval) {
        this.registry = registry;
        this.bundles = List.copyOf(bundles);
        this.interval = interval;
        bundles.forEach(this::begin);
    }

    private void begin(SslBundleFiles files) {
        try {
            seen.put(files.name(), files.digest());
        } catch (IOException e) {
            log.debug("The files of SSL bundle \"{}\" cannot be read yet", files.name(), e);
        }
    }

    @Override
    public synchronized void start() {
        if (running != null || bundles.isEmpty() || !interval.isPositive()) {
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        running = stopped;
        Thread.ofVirtual()
                .name("tako-ssl-bundles")
                .start(
                        () -> {
                            while (!endedWithin(stopped)) {
                                bundles.forEach(this::look);
                            }
                        });
    }

    private boolean endedWithin(CountDownLatch stopped) {
        try {
            return stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.countDown();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Compares, and updates what has changed. */
    void look(SslBundleFiles files) {
        try {
            String now = files.digest();
            if (now.equals(seen.get(files.name()))) {
                return;
            }
            try {
                var loaded = files.load();
                if (!now.equals(files.digest())) {
                    // Caught amid an exchange: what was loaded may be of two minds.
                    return;
                }
                seen.put(files.name(), now);
                registry.updateBundle(files.name(), loaded);
            } catch (RuntimeException e) {
                seen.put(files.name(), now);
                log.error(
                        "SSL bundle \"{}\" has changed and cannot be loaded; the one before stays"
                                + " in use: {}",
                        files.name(),
                        e.getMessage(),
                        e);
            }
        } catch (IOException e) {
            log.debug("The files of SSL bundle \"{}\" cannot be read", files.name(), e);
        }
    }
}
