package io.tako.test;

import io.tako.runtime.RuntimeKind;

final class PerCoreInheritedUnixTest extends InheritedUnixContract {
    PerCoreInheritedUnixTest() {
        super(RuntimeKind.PER_CORE);
    }
}
