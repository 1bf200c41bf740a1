package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units of the page, as systemd reads them. */
final class SystemdDocsTest {

    private static final Pattern UNIT =
            Pattern.compile("(?ms)^```ini\n# /etc/systemd/system/(\\S+)\n(.*?)^```$");
    private static final Pattern NAME = Pattern.compile("FileDescriptorName=(\\S+)");

    private static Map<String, String> units() throws IOException {
        Map<String, String> units = new LinkedHashMap<>();
        Matcher unit = UNIT.matcher(Guide.page("systemd.md"));
        while (unit.find()) {
            units.put(unit.group(1), unit.group(2));
        }
        return units;
    }

    @Test
    void systemdTakesTheUnits(@TempDir Path directory) throws Exception {
        Map<String, String> units = units();
        assertThat(units).containsKeys("app.socket", "app-admin.socket", "app.service");
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
        for (Map.Entry<String, String> unit : units.entrySet()) {
            // Only a program that is there is a sound one.
            String text = unit.getValue().replace("/usr/bin/java", "/bin/true");
            command.add(Files.writeString(directory.resolve(unit.getKey()), text).toString());
        }
        Path output = directory.resolve("output");
        Process verify =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(verify.waitFor()).as(Files.readString(output)).isZero();
        assertThat(output).isEmptyFile();
    }

    @Test
    void everySocketIsCalledAsAListenerOfThePage() throws IOException {
        String page = Guide.page("systemd.md");
        int sockets = 0;
        for (String unit : units().values()) {
            Matcher name = NAME.matcher(unit);
            if (name.find()) {
                sockets++;
                String listener = name.group(1);
                assertThat(page)
                        .contains(
                                listener.equals("primary")
                                        ? "server:\n  port:"
                                        : "  listeners:\n    " + listener + ":\n");
            }
        }
        assertThat(sockets).isEqualTo(2);
    }
}
