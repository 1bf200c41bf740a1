package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class SharedInheritedUdpTest extends InheritedUdpContract {
    SharedInheritedUdpTest() {
        super(RuntimeKind.SHARED);
    }
}
