package io.tako.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** The bill of materials has all that an application can depend on, in the version of the build. */
final class BomTest {

    /** For this build's own tests. */
    private static final List<String> UNPUBLISHED = List.of("tako-contracts", "tako-leak-check");

    private static final Path BUILD = Path.of("../pom.xml");
    private static final Path BOM = Path.of("../tako-bom/pom.xml");

    private final XPath paths = XPathFactory.newInstance().newXPath();

    @Test
    void itManagesWhatTheBuildManages() throws Exception {
        Set<String> built = managed(pom(BUILD));
        built.removeAll(UNPUBLISHED);
        assertThat(managed(pom(BOM))).isEqualTo(built);
    }

    @Test
    void itHasTheVersionOfTheBuild() throws Exception {
        Document root = pom(BUILD);
        Document bom = pom(BOM);
        assertThat(paths.evaluate("/project/version", bom))
                .isNotEmpty()
                .isEqualTo(paths.evaluate("/project/version", root));
    }

    private Set<String> managed(Document pom) throws Exception {
        String path = "/project/dependencyManagement//dependency[groupId='io.tako']/artifactId";
        Set<String> names = new TreeSet<>();
        for (Node name : paths.evaluateExpression(path, pom, XPathNodes.class)) {
            names.add(name.getTextContent());
        }
        return names;
    }

    private static Document pom(Path file) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
    }
}
