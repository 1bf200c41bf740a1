package io.tako.conformance;

import io.tako.contracts.peers.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An nginx that hands everything to a Unix socket, and listens on another one itself. */
final class Nginx implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Path socket;

    private Nginx(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Starts it in front of a socket, with its files in the directory. */
    static Nginx start(Path directory, Path behind) throws IOException {
        Path socket = directory.resolve("nginx.sock");
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off;
                master_process off;
                pid nginx.pid;
                events {}
                http {
                    access_log off;
                    client_max_body_size 0;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    upstream tako {
                        server unix:%s;
                        keepalive 4;
                    }
                    server {
                        listen unix:%s;
                        proxy_http_version 1.1;
                        proxy_set_header Host app.example;
                        location / {
                            proxy_set_header Connection "";
                            proxy_pass http://tako;
                        }
                        location /ws {
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection upgrade;
                            proxy_pass http://tako;
                        }
                    }
                }
                """
                        .formatted(behind, socket));
        Process process = process(directory, configuration);
        long end = System.nanoTime() + PATIENCE;
        while (!listens(socket)) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                process.destroyForcibly();
                throw new IOException(
                        "nginx did not start: " + Files.readString(directory.resolve("output")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return new Nginx(process, socket);
    }

    private static boolean listens(Path socket) {
        try {
            UnixSocket.connect(socket).close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Process process(Path directory, Path configuration) throws IOException {
        try {
            return new ProcessBuilder(
                            "nginx",
                            "-p",
                            directory + "/",
                            "-c",
                            configuration.toString(),
                            "-e",
                            directory.resolve("error.log").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("nginx cannot be started; install the package nginx", e);
        }
    }

    /** Where it listens. */
    Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
