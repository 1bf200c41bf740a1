package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioAnswersTest extends HttpAnswersContract {
    SharedNioAnswersTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
