package dev.hourglass.architecture;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules as they lie beside this one. */
final class Sources {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("core", "cpu-loops", "cpu-backend", "onednn-backend",
            "cuda-backend", "models", "evaluation", "report", "benchmarks", "cli");

    private Sources() {
    }

    /** Read once for all tests. */
    private static final class Read {
        private static final JavaClasses CLASSES;

        static {
            // Libraries are known by their names alone: reading all of theirs takes a minute.
            ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
            CLASSES = new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/jmh_generated/"))
                    .importPaths(MODULES.stream().map(Sources::compiled).toList());
        }
    }

    /** The classes of every module's main part, as they were compiled last. */
    static JavaClasses classes() {
        return Read.CLASSES;
    }

    private static Path compiled(String module) {
        Path classes = ROOT.resolve(module).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + ": expected the classes of " + module
                    + ", found no such folder; build the whole project");
        }
        return classes;
    }

    /** Every Java file of the project, main and test. */
    static List<Path> files() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(each -> each.resolve("src")).filter(Files::isDirectory).flatMap(Sources::java)
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> java(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> each.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's path from the root of the project. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
