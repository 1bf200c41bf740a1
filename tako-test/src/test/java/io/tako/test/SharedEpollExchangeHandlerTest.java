package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedEpollExchangeHandlerTest extends ExchangeHandlerContract {
    SharedEpollExchangeHandlerTest() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL);
    }
}
