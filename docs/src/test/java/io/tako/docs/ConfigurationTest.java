package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the tables of the page to the metadata that editors complete keys by. */
final class ConfigurationTest {

    private static final Pattern KEY =
            Pattern.compile(
                    "(?<![\\w.])(?:tako|server)\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)*(?![\\w.(*/])");

    /** All known keys and their defaults as text, empty where there is none. */
    private static Map<String, String> metadata() throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (URL file :
                Collections.list(
                        ConfigurationTest.class
                                .getClassLoader()
                                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
                    JsonNode standard = property.path("defaultValue");
                    known.put(
                            property.get("name").asString(),
                            standard.isValueNode() ? standard.asString() : "");
                }
            }
        }
        return known;
    }

    private static Map<String, String> table(String title) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (List<String> row : Guide.table("configuration.md", title)) {
            assertThat(keys.put(row.get(0), row.get(1))).as(row.get(0)).isNull();
        }
        return keys;
    }

    @Test
    void everyKeyOfTakoIsListedWithItsDefault() throws IOException {
        Map<String, String> known = metadata();
        known.keySet().removeIf(key -> !key.startsWith("tako."));
        assertThat(known).hasSizeGreaterThan(10);
        assertThat(table("Key")).isEqualTo(known);
    }

    @Test
    void everyKeyOfBootIsOneWithThatDefault() throws IOException {
        Map<String, String> honoured = table("Honoured");
        assertThat(honoured).isNotEmpty();
        assertThat(metadata()).containsAllEntriesOf(honoured);
    }

    @Test
    void noPageNamesAKeyThatIsNotOne() throws IOException {
        Set<String> known = new TreeSet<>(metadata().keySet());
        // Meters are named alike; MetersTest holds their table to the code.
        Guide.table("observability.md", "Meter").forEach(row -> known.add(row.getFirst()));
        Guide.table("observability.md", "Meter of datagrams")
                .forEach(row -> known.add(row.getFirst()));
        TreeSet<String> unknown = new TreeSet<>();
        for (Path page : Guide.pages()) {
            Matcher key = KEY.matcher(Files.readString(page));
            while (key.find()) {
                String name = key.group();
                if (!known.contains(name)) {
                    unknown.add(page + ": " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
