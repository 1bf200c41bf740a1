package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.net.http.HttpClient;

final class SharedEpollSseOverHttp2Test extends SseContract {
    SharedEpollSseOverHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL, HttpClient.Version.HTTP_2);
    }
}
