#!/bin/sh
# Netty 4.2.18.Final, epoll: an empty datagram flushed among others is not sent, others are sent twice in its place, and
# all promises succeed. Seen: "epoll: [a, b, b, b], 4 of 4 promises succeed", for "", "a", "", "b" flushed
# at once. Fails once each is sent once. Needs Linux, a JDK from 21 on and Maven.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat > "$dir/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport-native-epoll</artifactId>
      <version>4.2.18.Final</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$dir/pom.xml" dependency:copy-dependencies -DoutputDirectory="$dir/jars"
cat > "$dir/Finding.java" <<'JAVA'
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.*;
import io.netty.channel.epoll.*;
import io.netty.channel.socket.DatagramPacket;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class Finding {
    public static void main(String[] args) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel channel = new Bootstrap().group(group).channel(EpollDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        var succeeded = new AtomicInteger();
        List<String> came = new ArrayList<>();
        try (var peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(1000);
            var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.getLocalPort());
            channel.eventLoop().submit(() -> {
                for (String text : List.of("", "a", "", "b")) {
                    var bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
                    channel.write(new DatagramPacket(bytes, to))
                            .addListener(done -> succeeded.addAndGet(done.isSuccess() ? 1 : 0));
                }
                channel.flush();
            }).sync();
            try {
                while (true) {
                    var packet = new java.net.DatagramPacket(new byte[16], 16);
                    peer.receive(packet);
                    came.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
                }
            } catch (SocketTimeoutException nothingMore) {
                System.out.println("epoll: " + came + ", " + succeeded + " of 4 promises succeed");
            }
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
}
JAVA
out=$(java --enable-native-access=ALL-UNNAMED -cp "$dir/jars/*" "$dir/Finding.java" 2>&1)
echo "$out"
echo "$out" | grep -qE '^epoll: \[a, b(, [ab])+\], 4 of 4 promises succeed$'
