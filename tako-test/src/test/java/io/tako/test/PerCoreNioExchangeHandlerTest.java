package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;

final class PerCoreNioExchangeHandlerTest extends ExchangeHandlerContract {
    PerCoreNioExchangeHandlerTest() {
        super(RuntimeKind.PER_CORE, IoPreference.NIO);
    }
}
