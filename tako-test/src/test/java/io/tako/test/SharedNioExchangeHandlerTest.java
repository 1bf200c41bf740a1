package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedNioExchangeHandlerTest extends ExchangeHandlerContract {
    SharedNioExchangeHandlerTest() {
        super(RuntimeKind.SHARED, IoPreference.NIO);
    }
}
