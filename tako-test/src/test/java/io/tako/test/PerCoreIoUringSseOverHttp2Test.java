package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.net.http.HttpClient;

final class PerCoreIoUringSseOverHttp2Test extends SseContract {
    PerCoreIoUringSseOverHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING, HttpClient.Version.HTTP_2);
    }
}
