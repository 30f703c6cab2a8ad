package dev.hourglass.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import dev.hourglass.spi.BackendException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN's library, loaded once. Every lane runs its primitives on its own thread alone: the OpenMP runtime
 * behind oneDNN is told so for that thread and never starts a team, so it has nothing to spin with.
 */
final class Natives {
    private static final Object LOCK = new Object();
    private static final int ALONE = 1;
    private static Natives loaded;

    private final dnnl_engine engine;
    private final String version;
    private final Optional<MethodHandle> setThreads;
    private final Optional<MethodHandle> maxThreads;

    private Natives() {
        Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        setThreads = handle("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
        maxThreads = handle("omp_get_max_threads", FunctionDescriptor.of(JAVA_INT));
        engine = new dnnl_engine();
        Status.check(dnnl_engine_create(engine, dnnl_cpu, 0), "dnnl_engine_create");
        var numbers = dnnl_version();
        version = numbers.major() + "." + numbers.minor() + "." + numbers.patch();
    }

    /**
     * The library, loaded by the first call.
     *
     * @throws BackendException when it is not there or does not fit this machine
     */
    static Natives load() {
        synchronized (LOCK) {
            if (loaded == null) {
                try {
                    loaded = new Natives();
                } catch (LinkageError e) {
                    throw new BackendException(
                            "oneDNN cannot be loaded (" + e + "); put org.bytedeco:dnnl and "
                                    + "org.bytedeco:javacpp with the natives of this system ("
                                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                                    + ") on the class path",
                            e);
                }
            }
            return loaded;
        }
    }

    dnnl_engine engine() {
        return engine;
    }

    String version() {
        return version;
    }

    dnnl_stream stream() {
        var stream = new dnnl_stream();
        Status.check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "dnnl_stream_create");
        return stream;
    }

    void destroy(dnnl_stream stream) {
        Status.check(dnnl_stream_destroy(stream), "dnnl_stream_destroy");
    }

    /**
     * Tells OpenMP that oneDNN has this thread and no other.
     *
     * @return what to give to {@link #endAlone}, so that other libraries find their setting unchanged
     */
    int beginAlone() {
        if (setThreads.isEmpty() || maxThreads.isEmpty()) {
            return ALONE;
        }
        try {
            int threads = (int) maxThreads.get().invokeExact();
            if (threads != ALONE) {
                setThreads.get().invokeExact(ALONE);
            }
            return threads;
        } catch (Throwable e) {
            throw new BackendException("OpenMP's number of threads cannot be set: " + e, e);
        }
    }

    void endAlone(int threads) {
        if (threads != ALONE && setThreads.isPresent()) {
            try {
                setThreads.get().invokeExact(threads);
            } catch (Throwable e) {
                throw new BackendException("OpenMP's number of threads cannot be set: " + e, e);
            }
        }
    }

    private static Optional<MethodHandle> handle(String name, FunctionDescriptor type) {
        var pointer = Loader.addressof(name);
        return pointer == null || pointer.isNull() ? Optional.empty()
                : Optional.of(Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(pointer.address()),
                        type));
    }
}
