package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class PerCoreInheritedTcpTest extends InheritedTcpContract {
    PerCoreInheritedTcpTest() {
        super(RuntimeKind.PER_CORE);
    }
}
