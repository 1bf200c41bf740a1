package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class SharedIoUringExchangeHandlerTest extends ExchangeHandlerContract {
    SharedIoUringExchangeHandlerTest() {
        super(RuntimeKind.SHARED, IoPreference.IO_URING);
    }
}
