package io.tako.sample.page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page as people see it, over HTTP/1.1. */
final class PageInBrowserTest {

    private static final String PROTOCOL = "http/1.1";

    private final RunningCollector collector = new RunningCollector();

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void theChartAdvancesWithEveryPoint() throws Exception {
        run("chart.mjs");
    }

    @Test
    void theOtherTabShowsPointsOfASubscription() throws Exception {
        run("points.mjs");
    }

    @Test
    void aServerThatComesBackIsFollowedWithoutLoss() throws Exception {
        run("restart.mjs");
    }

    @Test
    void aCollectorThatWasStartedAnewIsNoticed() throws Exception {
        run("anew.mjs");
    }

    private void run(String script) throws Exception {
        BrowserScript.of(script, collector.origin("http"), PROTOCOL).run(collector::does);
    }
}
