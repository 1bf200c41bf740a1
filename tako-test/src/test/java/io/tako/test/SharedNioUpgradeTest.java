package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioUpgradeTest extends Http1UpgradeContract {
    SharedNioUpgradeTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
