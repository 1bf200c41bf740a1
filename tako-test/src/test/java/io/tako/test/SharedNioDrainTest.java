package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioDrainTest extends DrainContract {
    SharedNioDrainTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
