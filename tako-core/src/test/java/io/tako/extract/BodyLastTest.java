package io.tako.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyLastTest {

    @TempDir Path output;

    @Test
    void bodyExtractorInLastPlaceCompiles() {
        assertThat(errors("handle(head, body, (a, b) -> a + b)")).isEmpty();
        assertThat(errors("handle(head, head, body, (a, b, c) -> a + b + c)")).isEmpty();
        assertThat(errors("handle(body, a -> a)")).isEmpty();
    }

    @Test
    void bodyExtractorAnywhereElseDoesNotCompile() {
        for (String call :
                List.of(
                        "handle(body, head, (a, b) -> a + b)",
                        "handle(body, body, (a, b) -> a + b)",
                        "handle(head, body, head, (a, b, c) -> a + b + c)",
                        "handle(head, body, head, head, (a, b, c, d) -> a)",
                        "handle(head, head, head, body, head, (a, b, c, d, e) -> a)",
                        "handle(head, head, head, head, body, head, (a, b, c, d, e, f) -> a)")) {
            assertThat(errors(call)).as(call).isNotEmpty().allMatch(e -> e.contains("handle"));
        }
    }

    private List<String> errors(String call) {
        String source =
                """
                import static io.tako.extract.Handlers.handle;
                import io.tako.handler.*;

                class Application {
                    Handler route(HeadExtractor<String> head, BodyExtractor<String> body) {
                        return %s;
                    }
                }
                """
                        .formatted(call);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            List<String> options = List.of("-proc:none");
            compiler.getTask(
                            null,
                            files,
                            diagnostics,
                            options,
                            null,
                            List.of(new SourceText(source)))
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getMessage(Locale.ROOT))
                .toList();
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///Application.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
