package io.tako.test;

import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.net.http.HttpClient;

final class PerCoreIoUringCompressionOverHttp2Test extends CompressionContract {
    PerCoreIoUringCompressionOverHttp2Test() {
        super(RuntimeKind.PER_CORE, IoPreference.IO_URING, HttpClient.Version.HTTP_2);
    }
}
