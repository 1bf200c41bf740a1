package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioTransportsTest extends TransportsContract {
    PerCoreNioTransportsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
