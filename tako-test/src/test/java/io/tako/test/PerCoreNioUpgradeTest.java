package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioUpgradeTest extends Http1UpgradeContract {
    PerCoreNioUpgradeTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
