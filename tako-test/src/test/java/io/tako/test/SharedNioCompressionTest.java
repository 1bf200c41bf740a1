package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioCompressionTest extends CompressionContract {
    SharedNioCompressionTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
