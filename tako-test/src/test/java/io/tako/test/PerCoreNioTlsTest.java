package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioTlsTest extends TlsContract {
    PerCoreNioTlsTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
