package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendException;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Which of ND4J's native builds lies on the class path. A build for a newer processor would end the whole
 * process with an illegal instruction, so this is checked before anything is loaded.
 */
final class NativeVariant {

    /** In the order in which they are looked for. */
    private static final List<String> SUFFIXES = List.of("-onednn", "-onednn-avx512", "-onednn-avx2", "",
            "-avx2",
            "-avx512", "-compat");

    private NativeVariant() {
    }

    static void check(Processor processor) {
        String platform = Loader.getPlatform();
        String suffix = SUFFIXES.stream().filter(each -> exists(platform + each)).findFirst()
                .orElseThrow(() -> new BackendException("there are no ND4J natives for " + platform
                        + " on the class path; add org.nd4j:nd4j-native with classifier " + platform));
        check(platform + suffix, processor);
    }

    /** @throws BackendException when the processor lacks what the build was made for */
    static void check(String build, Processor processor) {
        for (String set : List.of("avx2", "avx512")) {
            if (build.endsWith(set) && !processor.mayHave(set.equals("avx512") ? "avx512f" : set)) {
                throw new BackendException("the ND4J natives on the class path (" + build + ") need " + set
                        + ", which this processor (" + processor.model() + ") lacks; build with "
                        + "-Dnd4j.classifier=" + build.substring(0, build.lastIndexOf('-')));
            }
        }
    }

    private static boolean exists(String folder) {
        String name = System.mapLibraryName("jnind4jcpu");
        return NativeVariant.class.getResource(
                "/org/nd4j/linalg/cpu/nativecpu/bindings/" + folder + "/" + name) != null;
    }
}
