package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class SharedInheritedUnixTest extends InheritedUnixContract {
    SharedInheritedUnixTest() {
        super(RuntimeKind.SHARED);
    }
}
