package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioLimitsTest extends Http1LimitsContract {
    SharedNioLimitsTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
