package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class SharedInheritedTcpTest extends InheritedTcpContract {
    SharedInheritedTcpTest() {
        super(RuntimeKind.SHARED);
    }
}
