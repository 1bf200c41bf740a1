package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioHttpsTest extends HttpsContract {
    PerCoreNioHttpsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
