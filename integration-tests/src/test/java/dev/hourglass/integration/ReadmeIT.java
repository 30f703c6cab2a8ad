package dev.hourglass.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows in Java compiles against what there is. */
class ReadmeIT {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String IMPORTS = """
            import dev.hourglass.data.*;
            import dev.hourglass.models.*;
            import dev.hourglass.models.Autoencoder.Sizes;
            import dev.hourglass.models.anomaly.*;
            import dev.hourglass.nn.*;
            import dev.hourglass.plan.Activation.*;
            import dev.hourglass.plan.Shape;
            import dev.hourglass.spi.*;
            import java.nio.file.Path;
            """;

    @TempDir
    private Path folder;

    @Test
    void everyJavaExampleCompiles() throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(Path.of("../README.md"))).results()
                .map(match -> match.group(1)).toList();
        assertTrue(examples.size() >= 3, "examples found: " + examples.size());
        for (int i = 0; i < examples.size(); i++) {
            String name = "Example" + i;
            assertEquals(List.of(), problems(name, IMPORTS + "class " + name
                    + " { static void run(float[] noisyImage) throws Exception {\n" + examples.get(i)
                    + "} }"));
        }
    }

    private List<String> problems(String name, String source) {
        var file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var found = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, List.of(file)).call();
        var problems = new ArrayList<String>();
        found.getDiagnostics().forEach(each -> problems.add(each.toString()));
        return problems;
    }
}
