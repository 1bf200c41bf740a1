package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioPeerTest extends Http1PeerContract {
    PerCoreNioPeerTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
