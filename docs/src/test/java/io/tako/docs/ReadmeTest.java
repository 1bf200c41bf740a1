package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void theBuildFileOfTheReadmeNamesTheVersionsOfThisBuild() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String build = Files.readString(Path.of("../pom.xml"));
        assertThat(readme)
                .contains("<version>" + value(build, "spring-boot.version") + "</version>")
                .contains("<netty.version>" + value(build, "netty.version") + "</netty.version>")
                .contains("<java.version>" + value(build, "java.version") + "</java.version>")
                .contains("<version>" + value(build, "version") + "</version>");
    }

    private static String value(String build, String element) {
        Matcher found = Pattern.compile("<" + element + ">(.+?)</").matcher(build);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }

    @Test
    void theReadmeIsShortAndLinksEveryPage() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme.lines()).hasSizeLessThan(150);
        try (var files = Files.list(Path.of("."))) {
            assertThat(files.filter(page -> page.toString().endsWith(".md")).toList())
                    .isNotEmpty()
                    .allSatisfy(
                            page ->
                                    assertThat(readme)
                                            .contains("(docs/" + page.getFileName() + ")"));
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<Path> all = new ArrayList<>(Guide.pages());
        all.add(Path.of("../CONTRIBUTING.md"));
        for (Path page : all) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1))).as("%s", page).exists();
            }
        }
    }
}
