package dev.hourglass.bench;

import java.nio.file.Path;
import java.util.List;

/** How the processes that are measured run Java: as the launcher does, and quietly. */
final class Jvm {
    static final List<String> OPTIONS = List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:-UsePerfData",
            "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-Dorg.bytedeco.javacpp.logger=slf4j",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

    private Jvm() {
    }

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
