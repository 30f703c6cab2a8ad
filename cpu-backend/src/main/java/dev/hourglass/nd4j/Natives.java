package dev.hourglass.nd4j;

import dev.hourglass.spi.BackendException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/**
 * ND4J's native CPU library, loaded once per process. It is bound by its own class and not through the
 * factory {@code Nd4j}, so another ND4J backend on the class path changes nothing, and neither its start-up
 * nor its banner is paid for.
 */
final class Natives {

    private static final List<String> FUNCTIONS = List.of("cblas_sgemv", "cblas_dgemv", "cblas_sgemm",
            "cblas_dgemm",
            "cblas_sgemm_batch", "cblas_dgemm_batch", "LAPACKE_sgesvd", "LAPACKE_dgesvd", "LAPACKE_sgesdd",
            "LAPACKE_dgesdd");

    /** Loads at the first use; the failure, if there is one, is kept and told each time. */
    private static final class Once {
        static final Natives LOADED;
        static final String FAILURE;
        static {
            Natives loaded = null;
            String failure = null;
            try {
                loaded = new Natives(Processor.read());
            } catch (BackendException e) {
                failure = e.getMessage();
            } catch (RuntimeException | LinkageError e) {
                failure = "ND4J's native library cannot be loaded (" + e + "); put org.nd4j:nd4j-native and "
                        + "org.bytedeco:openblas with the classifiers of this platform on the class path";
            }
            LOADED = loaded;
            FAILURE = failure;
        }
    }

    private final Nd4jCpu ops;
    private final Map<String, Long> hashes = new HashMap<>();
    private final Processor processor;

    private Natives(Processor processor) {
        this.processor = processor;
        quietJavaCpp();
        NativeVariant.check(processor);
        CLibrary.set("OPENBLAS_CORETYPE", processor.blasKernels());
        CLibrary.keepFreedMemory();
        ops = new Nd4jCpu();
        ops.initializeDevicesAndFunctions();
        var functions = new PointerPointer<Pointer>(FUNCTIONS.size());
        for (int i = 0; i < FUNCTIONS.size(); i++) {
            functions.put(i, Loader.addressof(FUNCTIONS.get(i)));
        }
        ops.initializeFunctions(functions);
        for (String entry : ops.getAllCustomOps().split(";")) {
            int colon = entry.indexOf(':');
            if (colon > 0) {
                String number = entry.substring(colon + 1);
                hashes.put(entry.substring(0, colon), Long.valueOf(number.split(":")[0]));
            }
        }
        Blas.singleThreaded();
    }

    /** @throws BackendException when it cannot be loaded here */
    static Natives load() {
        if (Once.LOADED == null) {
            throw new BackendException(Once.FAILURE);
        }
        return Once.LOADED;
    }

    Nd4jCpu ops() {
        return ops;
    }

    Processor processor() {
        return processor;
    }

    long hash(String op) {
        Long hash = hashes.get(op);
        if (hash == null) {
            throw new BackendException("this ND4J has no op '" + op + "'; use version 1.0.0-M2.1");
        }
        return hash;
    }

    /** ND4J's ops on the calling thread start no threads of their own: the lanes are the threads. */
    void adoptThread() {
        ops.setOmpNumThreads(1);
    }

    /**
     * JavaCPP warns on the error stream that ND4J's OpenBLAS was built with another version of it. It works,
     * and there is no other, so the warning goes to SLF4J, whose simple provider is told to keep it.
     */
    private static void quietJavaCpp() {
        for (var setting : Map
                .of("org.bytedeco.javacpp.logger", "slf4j", "org.slf4j.simpleLogger.log.org.bytedeco",
                        "error")
                .entrySet()) {
            if (System.getProperty(setting.getKey()) == null) {
                System.setProperty(setting.getKey(), setting.getValue());
            }
        }
    }
}
