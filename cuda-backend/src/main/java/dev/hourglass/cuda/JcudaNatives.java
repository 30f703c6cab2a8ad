package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import jcuda.JCudaVersion;

/**
 * JCuda's own native libraries, out of its jars. JCuda copies them to the shared temporary folder and trusts
 * what it finds there; here they go to a folder of their own that nobody else writes, and may be changed on
 * the way.
 */
final class JcudaNatives {
    private static final String TEMPORARY = "java.io.tmpdir";

    private JcudaNatives() {
    }

    /** Whether JCuda has natives for this system. */
    static boolean exist() {
        return platform().equals("linux-x86_64") || platform().equals("windows-x86_64");
    }

    static boolean isLinux() {
        return platform().startsWith("linux");
    }

    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return (system.startsWith("windows") ? "windows" : system.replace(' ', '-')) + "-"
                + (processor.equals("amd64") ? "x86_64" : processor);
    }

    /**
     * Has JCuda load one of its libraries.
     *
     * @param name    such as {@code JCudaDriver}
     * @param change  applied to the library's bytes
     * @param trigger what makes JCuda load it
     */
    static void load(String name, UnaryOperator<byte[]> change, Runnable trigger) {
        if (!isLinux()) {
            trigger.run();
            return;
        }
        String file = "lib" + name + "-" + JCudaVersion.get() + "-" + platform() + ".so";
        try {
            Path folder = Files.createTempDirectory("hourglass-cuda-");
            String before = System.getProperty(TEMPORARY);
            try {
                Files.write(folder.resolve(file), change.apply(bytes(file)));
                System.setProperty(TEMPORARY, folder.toString());
                trigger.run();
            } finally {
                System.setProperty(TEMPORARY, before);
                delete(folder);
            }
        } catch (IOException e) {
            throw new BackendException("cuda: JCuda's " + file + " could not be unpacked into "
                    + System.getProperty(TEMPORARY) + " (" + e.getMessage() + "); make room there or name "
                    + "another folder with -D" + TEMPORARY, e);
        }
    }

    /** A library out of the jar with JCuda's natives. */
    static byte[] bytes(String file) throws IOException {
        try (InputStream in = JcudaNatives.class.getResourceAsStream("/lib/" + file)) {
            if (in == null) {
                throw new BackendException(
                        "cuda: " + file + " is not on the class path; add JCuda's jar with "
                                + "the natives of " + platform());
            }
            return in.readAllBytes();
        }
    }

    /** What is mapped stays usable after its file is gone. */
    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
