package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioMalformedTest extends Http1MalformedContract {
    PerCoreNioMalformedTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
