package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioAnswersTest extends HttpAnswersContract {
    PerCoreNioAnswersTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
