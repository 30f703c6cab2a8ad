package dev.hourglass.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The systems that can be compared with. */
enum Peer {
    LIBTORCH("libtorch", Kind.JAVA, "channels-first", "channels-last"),
    DL4J("dl4j", Kind.JAVA, "channels-first", "channels-last"),
    ONNXRUNTIME("onnxruntime", Kind.JAVA),
    PYTORCH("pytorch", Kind.PYTHON, "eager", "channels-last", "compiled"),
    KERAS("keras", Kind.PYTHON, "graph", "xla");

    /** What a peer runs in. */
    enum Kind {
        /** A folder of jars below {@code peers}. */
        JAVA,
        /** A Python that has its packages. */
        PYTHON
    }

    private final String word;
    private final Kind kind;
    private final List<String> variants;

    Peer(String word, Kind kind, String... variants) {
        this.word = word;
        this.kind = kind;
        this.variants = variants.length == 0 ? List.of("") : List.of(variants);
    }

    String word() {
        return word;
    }

    Kind kind() {
        return kind;
    }

    List<String> variants() {
        return variants;
    }

    static Optional<Peer> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Peer::word).toList();
    }
}
