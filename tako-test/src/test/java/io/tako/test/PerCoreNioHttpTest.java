package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttpTest extends HttpContract {
    PerCoreNioHttpTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
