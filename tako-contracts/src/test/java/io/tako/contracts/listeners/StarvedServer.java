package io.tako.contracts.listeners;

import static io.tako.extract.Handlers.handle;

import io.tako.contracts.servers.RunningServer;
import io.tako.routing.Routes;
import io.tako.runtime.IoPreference;
import io.tako.runtime.RuntimeKind;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A program whose server opens files until the process may open no more, when it is asked to, and
 * closes them again. Its arguments are a runtime, a back end, and the file to write its port to; it
 * ends with its standard input.
 */
public final class StarvedServer {

    private static final String FILE = "/dev/null";
    private static final List<FileInputStream> HOARD = new CopyOnWriteArrayList<>();

    private StarvedServer() {}

    /** Serves until there is no input. */
    public static void main(String[] arguments) throws IOException {
        RuntimeKind kind = RuntimeKind.valueOf(arguments[0]);
        IoPreference io = IoPreference.valueOf(arguments[1]);
        RunningServer[] server = new RunningServer[1];
        Routes routes =
                all ->
                        all.get("/", handle(() -> "served"))
                                .get("/exhaust", handle(StarvedServer::exhaust))
                                .get("/release", handle(StarvedServer::release))
                                .get(
                                        "/failures",
                                        handle(() -> "" + server[0].server().acceptFailures()));
        server[0] = RunningServer.start(kind, io, 1, routes);
        Path told = Path.of(arguments[2]);
        Path written = Files.writeString(Path.of(told + ".new"), "" + server[0].port());
        Files.move(written, told, StandardCopyOption.ATOMIC_MOVE);
        while (System.in.read() >= 0) {}
        server[0].close();
        System.exit(0);
    }

    private static String exhaust() {
        while (true) {
            try {
                HOARD.add(new FileInputStream(FILE));
            } catch (IOException tooMany) {
                return "opened " + HOARD.size();
            }
        }
    }

    private static String release() throws IOException {
        for (FileInputStream file : HOARD) {
            file.close();
        }
        HOARD.clear();
        return "closed";
    }
}
