package io.tako.test.slice;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;
import org.springframework.boot.test.context.ReactiveWebMergedContextConfiguration;
import org.springframework.test.context.MergedContextConfiguration;

/** Makes the context of a {@link TakoTest} a reactive web application without a server. */
final class TakoTestContextBootstrapper extends TestSliceTestContextBootstrapper<TakoTest> {

    @Override
    protected MergedContextConfiguration processMergedContextConfiguration(
            MergedContextConfiguration merged) {
        return new ReactiveWebMergedContextConfiguration(
                super.processMergedContextConfiguration(merged));
    }
}
