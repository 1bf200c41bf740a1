package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.net.http.HttpClient;

final class SharedEpollCompressionOverHttp2Test extends CompressionContract {
    SharedEpollCompressionOverHttp2Test() {
        super(RuntimeKind.SHARED, IoPreference.EPOLL, HttpClient.Version.HTTP_2);
    }
}
