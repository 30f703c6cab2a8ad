package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The kernels, as the driver has compiled them for the GPU in front of it. */
final class KernelModule {
    static final String PTX = "hourglass.ptx";

    private final CUmodule module = new CUmodule();
    private final Map<Kernel, CUfunction> functions = new EnumMap<>(Kernel.class);

    KernelModule() {
        byte[] text = ptx();
        // The driver reads up to a zero.
        Calls.check(JCudaDriver.cuModuleLoadData(module, Arrays.copyOf(text, text.length + 1)),
                "loading the kernels (" + PTX + ")");
        int[] registers = new int[1];
        for (Kernel each : Kernel.values()) {
            var function = new CUfunction();
            Calls.check(JCudaDriver.cuModuleGetFunction(function, module, each.symbol()),
                    "loading the kernel " + each.symbol());
            // Asking anything of a function has it loaded now rather than while a graph is captured.
            Calls.check(JCudaDriver.cuFuncGetAttribute(registers,
                    CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS, function),
                    "loading the kernel " + each.symbol());
            functions.put(each, function);
        }
    }

    static byte[] ptx() {
        try (InputStream in = KernelModule.class.getResourceAsStream(PTX)) {
            if (in == null) {
                throw new BackendException(
                        "cuda: " + PTX + " is missing in the backend's jar; build it anew");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new BackendException("cuda: " + PTX + " cannot be read from the backend's jar ("
                    + e.getMessage() + "); build it anew", e);
        }
    }

    CUfunction function(Kernel kernel) {
        return functions.get(kernel);
    }

    void close() {
        JCudaDriver.cuModuleUnload(module);
    }
}
