package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioCompressionTest extends CompressionContract {
    PerCoreNioCompressionTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
