package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioDrainTest extends DrainContract {
    PerCoreNioDrainTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
