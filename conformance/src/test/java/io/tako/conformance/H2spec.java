package io.tako.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** h2spec 2.2.0: a client that speaks HTTP/2 wrongly and looks at how it is told so. */
final class H2spec {

    /** Its cases in strict mode, which has one more than the 145 of the other. */
    static final int CASES = 146;

    private static final Path JAR = Path.of("target/suites/h2spec.jar");
    private static final String ARCHIVE = "h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

    private final Path directory;

    /** Unpacks the program into a directory, which later gets its report too. */
    H2spec(Path directory) throws Exception {
        this.directory = directory;
        Path archive = directory.resolve("h2spec.tar.gz");
        try (JarFile jar = new JarFile(JAR.toFile())) {
            ZipEntry entry = jar.getEntry(ARCHIVE);
            if (entry == null) {
                throw new IOException(JAR + " has no " + ARCHIVE);
            }
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, archive);
            }
        }
        Command.Result unpacked =
                Command.run(directory, List.of("tar", "xzf", archive.getFileName().toString()));
        if (unpacked.exit() != 0) {
            throw new IOException("h2spec cannot be unpacked: " + unpacked);
        }
    }

    /** Runs all cases, the strict one too, against a port of the loopback interface. */
    List<Case> run(int port, boolean tls) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(directory.resolve("h2spec").toString(), "--host", "127.0.0.1"));
        words.addAll(List.of("--port", Integer.toString(port)));
        words.addAll(List.of("--strict", "--timeout", "10", "--junit-report", "report.xml"));
        if (tls) {
            words.addAll(List.of("--tls", "--insecure"));
        }
        Path report = directory.resolve("report.xml");
        Files.deleteIfExists(report);
        Command.Result result = Command.run(directory, words);
        if (!Files.exists(report)) {
            throw new IOException("h2spec wrote no report: " + result);
        }
        return read(report);
    }

    private static List<Case> read(Path report) throws Exception {
        Element root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
        List<Case> cases = new ArrayList<>();
        NodeList suites = root.getElementsByTagName("testsuite");
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            NodeList tests = suite.getElementsByTagName("testcase");
            for (int j = 0; j < tests.getLength(); j++) {
                Element test = (Element) tests.item(j);
                String trouble = "";
                for (String kind : List.of("failure", "error", "skipped")) {
                    if (test.getElementsByTagName(kind).getLength() > 0) {
                        trouble += kind + ": " + test.getTextContent().strip();
                    }
                }
                String name = suite.getAttribute("name") + ": " + test.getAttribute("classname");
                cases.add(new Case(suite.getAttribute("package") + " " + name, trouble));
            }
        }
        return cases;
    }

    /**
     * One case.
     *
     * @param trouble empty when it passed, else what was expected and what came
     */
    record Case(String name, String trouble) {}
}
