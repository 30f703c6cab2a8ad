package dev.hourglass.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where NVIDIA's libraries may lie: folders that exist, in the order they are searched. */
record LibraryFolders(List<Path> folders) {
    static final String PROPERTY = "hourglass.cuda.path";
    static final String VARIABLE = "HOURGLASS_CUDA_PATH";
    private static final int SHOWN = 6;
    private static final int LINKS = 10;

    LibraryFolders {
        folders = List.copyOf(folders);
    }

    /**
     * What the user names, what the linker is told, where drivers, toolkits and distributions put them, and
     * the packages of Python environments.
     */
    static LibraryFolders usual() {
        var found = new LinkedHashSet<Path>();
        addList(found, System.getProperty(PROPERTY));
        addList(found, System.getenv(VARIABLE));
        addList(found, System.getenv("LD_LIBRARY_PATH"));
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH", "CUDNN_PATH")) {
            String root = System.getenv(variable);
            if (root != null && !root.isBlank()) {
                add(found, root, "lib64");
                add(found, root, "lib");
            }
        }
        for (String folder : List.of("/usr/local/nvidia/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64",
                "/usr/lib", "/usr/lib/wsl/lib", "/usr/lib64-nvidia", "/run/opengl-driver/lib",
                "/usr/local/cuda/lib64", "/usr/local/lib")) {
            add(found, folder);
        }
        addLinkerFolders(found);
        addPython(found, System.getenv("VIRTUAL_ENV"));
        addPython(found, System.getenv("CONDA_PREFIX"));
        addPythonOnPath(found, System.getenv("PATH"));
        addPython(found, System.getProperty("user.home") + "/.local");
        addPython(found, "/usr/local");
        addPython(found, "/usr");
        return new LibraryFolders(found.stream().toList());
    }

    Optional<Path> find(String name) {
        return folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists)
                .map(Path::toAbsolutePath).findFirst();
    }

    /** For messages: where a search looked. */
    String looked() {
        String some = folders.stream().limit(SHOWN).map(Path::toString).collect(Collectors.joining(", "));
        int more = folders.size() - SHOWN;
        return "looked in " + (folders.isEmpty() ? "no folder" : some)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static void addList(Set<Path> found, String list) {
        if (list != null) {
            Stream.of(list.split(File.pathSeparator)).filter(each -> !each.isBlank())
                    .forEach(each -> add(found, each));
        }
    }

    private static void add(Set<Path> found, String first, String... more) {
        try {
            Path folder = Path.of(first, more);
            if (Files.isDirectory(folder)) {
                found.add(folder);
            }
        } catch (InvalidPathException e) {
            // Not the name of a folder, so not one to search.
        }
    }

    /** The folders named in the linker's configuration. */
    private static void addLinkerFolders(Set<Path> found) {
        for (Path file : children(Path.of("/etc/ld.so.conf.d"), "*.conf")) {
            try {
                Files.readAllLines(file).stream().map(String::strip).filter(line -> line.startsWith("/"))
                        .forEach(line -> add(found, line));
            } catch (IOException e) {
                // Unreadable configuration: the folders above remain.
            }
        }
    }

    /** lib/python3.x/site-packages/nvidia/NAME/lib below a prefix. */
    private static void addPython(Set<Path> found, String prefix) {
        if (prefix == null || prefix.isBlank()) {
            return;
        }
        for (Path python : children(Path.of(prefix, "lib"), "python3*")) {
            for (String packages : List.of("site-packages", "dist-packages")) {
                for (Path each : children(python.resolve(packages).resolve("nvidia"), "*")) {
                    add(found, each.toString(), "lib");
                }
            }
        }
    }

    /** The environment of the python3 that a shell would start, also where it is found through links. */
    static void addPythonOnPath(Set<Path> found, String path) {
        if (path == null) {
            return;
        }
        var program = Stream.of(path.split(File.pathSeparator)).filter(each -> !each.isBlank())
                .map(each -> Path.of(each, "python3").toAbsolutePath()).filter(Files::exists).findFirst();
        if (program.isEmpty()) {
            return;
        }
        Path link = program.get();
        for (int i = 0; i < LINKS; i++) {
            Path folder = link.getParent();
            if (folder.getParent() != null) {
                addPython(found, folder.getParent().toString());
            }
            try {
                link = folder.resolve(Files.readSymbolicLink(link)).normalize();
            } catch (IOException | UnsupportedOperationException e) {
                // Not a link, so the program itself.
                return;
            }
        }
    }

    private static List<Path> children(Path folder, String pattern) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            var children = new ArrayList<Path>();
            stream.forEach(children::add);
            children.sort(null);
            return children;
        } catch (IOException e) {
            return List.of();
        }
    }
}
