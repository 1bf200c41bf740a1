package io.tako.benchmarks.servers;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, {1}")
@MethodSource("pairs")
class Http2AndTlsServersTest extends HttpContract {

    static Stream<Arguments> pairs() {
        return Started.pairs(Protocol.HTTP2, Protocol.HTTP1_TLS, Protocol.HTTP2_TLS);
    }
}
