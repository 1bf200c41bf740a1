package io.tako.transport.spine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The rules of Reactive Streams, as the suite of their authors checks them. */
final class LoopPublisherRulesTest {

    @Test
    void theRulesOfReactiveStreamsAreKept() {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG suite = new TestNG(false);
        suite.setTestClasses(new Class<?>[] {LoopPublisherVerification.class});
        suite.addListener(results);
        suite.setVerbose(0);
        suite.run();
        assertThat(results.getFailedTests())
                .extracting(ITestResult::getName, ITestResult::getThrowable)
                .isEmpty();
        assertThat(results.getPassedTests()).hasSizeGreaterThan(20);
    }
}
