#!/bin/sh
# Netty 4.2.18.Final, io_uring: a file region that starts at 4 GiB or more sends the bytes of its place minus 4 GiB, and
# its promise succeeds. Seen: "io_uring: GIB0, success true"; on NIO the same program sends GIB4.
# Fails once that changes. Needs Linux with io_uring, a JDK from 21 on and Maven.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat > "$dir/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-transport-native-io_uring</artifactId>
      <version>4.2.18.Final</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$dir/pom.xml" dependency:copy-dependencies -DoutputDirectory="$dir/jars"
cat > "$dir/Finding.java" <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.*;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.*;
import java.io.*;
import java.net.*;
import java.nio.channels.FileChannel;
import java.nio.file.*;

class Finding {
    static String sent(Path file, IoHandlerFactory io, Class<? extends ServerChannel> type) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, io);
        var result = new java.util.concurrent.CompletableFuture<Boolean>();
        var child = new ChannelInitializer<Channel>() {
            @Override protected void initChannel(Channel channel) throws Exception {
                var region = new DefaultFileRegion(FileChannel.open(file), 1L << 32, 4);
                channel.eventLoop().execute(() -> channel.writeAndFlush(region).addListener(done -> {
                    result.complete(done.isSuccess());
                    channel.close();
                }));
            }
        };
        Channel server = new ServerBootstrap().group(group).channel(type).childHandler(child)
                .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort())) {
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readNBytes(4)) + ", success " + result.get();
        } finally {
            group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
        }
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write("GIB0".getBytes());
            sparse.seek(1L << 32);
            sparse.write("GIB4".getBytes());
        }
        System.out.println("nio: " + sent(file, NioIoHandler.newFactory(), NioServerSocketChannel.class));
        System.out.println("io_uring: " + sent(file, IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class));
    }
}
JAVA
out=$(java --enable-native-access=ALL-UNNAMED -cp "$dir/jars/*" "$dir/Finding.java" "$dir/sparse.bin" 2>&1)
echo "$out"
echo "$out" | grep -qx 'nio: GIB4, success true'
echo "$out" | grep -qx 'io_uring: GIB0, success true'
