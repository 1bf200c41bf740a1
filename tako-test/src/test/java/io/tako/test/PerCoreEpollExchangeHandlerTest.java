package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreEpollExchangeHandlerTest extends ExchangeHandlerContract {
    PerCoreEpollExchangeHandlerTest() {
        super(RuntimeKind.PER_CORE, IoPreference.EPOLL);
    }
}
