package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SnippetsTest {

    /** Of pages, and of the applications that stand for themselves. */
    private static final List<Path> SOURCES =
            List.of(Path.of("src/test/java"), Path.of("application/src/test/java"));

    private static final Pattern FENCE =
            Pattern.compile("(?ms)^(?:<!-- snippet: (\\S+)#(\\S+) -->\n)?```java\n(.*?)^```$");

    @Test
    void everyJavaSnippetOfTheGuideIsCompiled() throws IOException {
        List<String> stray = new ArrayList<>();
        int compared = 0;
        for (Path page : Guide.pages()) {
            Matcher fence = FENCE.matcher(Files.readString(page));
            while (fence.find()) {
                if (fence.group(1) == null) {
                    stray.add(page + ": " + fence.group(3).lines().findFirst().orElse(""));
                    continue;
                }
                assertThat(fence.group(3).strip())
                        .as("%s: %s#%s", page, fence.group(1), fence.group(2))
                        .isEqualTo(region(fence.group(1), fence.group(2)).strip());
                compared++;
            }
        }
        assertThat(stray).isEmpty();
        assertThat(compared).isPositive();
    }

    private static Path source(String file) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(p -> p.endsWith(file)).forEach(found::add);
            }
        }
        assertThat(found).as("sources called %s", file).hasSize(1);
        return found.getFirst();
    }

    private static String region(String file, String name) throws IOException {
        String source = Files.readString(source(file));
        String begin = "// tag::" + name + "[]\n";
        int from = source.indexOf(begin);
        int to = source.indexOf("// end::" + name + "[]");
        assertThat(from).as("tag %s in %s", name, file).isNotNegative();
        assertThat(to).as("end of %s in %s", name, file).isGreaterThan(from);
        return source.substring(source.lastIndexOf('\n', from) + 1, to)
                .replace(begin.strip() + "\n", "\n")
                .stripIndent();
    }
}
