package io.tako.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys of every kind the JDK makes, by its own tool, in a PKCS12 store of a directory. */
final class KeyTool {

    static final String PASSWORD = "changeit";

    private static final Path TOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");

    private KeyTool() {}

    /**
     * Adds a key to a store, with a certificate signed by itself.
     *
     * @param options the kind of key and whatever else, as the tool takes it
     */
    static Path make(Path store, String alias, String options) throws Exception {
        List<String> command = new ArrayList<>(List.of(TOOL.toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias));
        command.addAll(List.of(options.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] told = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(new String(told, StandardCharsets.UTF_8));
        }
        return store;
    }
}
