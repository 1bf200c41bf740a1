package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioAcceptTest extends AcceptContract {
    PerCoreNioAcceptTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
