package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class PerCoreInheritedUdpTest extends InheritedUdpContract {
    PerCoreInheritedUdpTest() {
        super(RuntimeKind.PER_CORE);
    }
}
