package dev.hourglass.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX in the jar is what the source says, and what the backend takes it for. */
class PtxTest {
    private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(([^)]*)\\)");
    private static final Pattern PARAMETER = Pattern
            .compile("\\.param (?:\\.align \\d+ )?(\\.[a-z0-9]+)(?: \\.ptr \\.align \\d+)? \\w+(\\[\\d+])?");

    @Test
    void isMadeFromTheSource() throws IOException, NoSuchAlgorithmException {
        byte[] source = Files.readAllBytes(Path.of("src/main/cuda/hourglass.cu"));
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
        assertEquals("// source-sha256: " + hash, ptx().lines().findFirst().orElseThrow(),
                "hourglass.cu has changed; make the PTX anew with cuda-backend/build-ptx.sh (needs nvcc)");
    }

    @Test
    void hasTheKernelsWithTheirParameters() {
        var found = new TreeMap<String, String>();
        Matcher entry = ENTRY.matcher(ptx());
        while (entry.find()) {
            var types = new StringBuilder();
            Matcher parameter = PARAMETER.matcher(entry.group(2));
            while (parameter.find()) {
                types.append(type(parameter.group(1), parameter.group(2) != null));
            }
            found.put(entry.group(1), types.toString());
        }
        var expected = new TreeMap<String, String>();
        for (Kernel each : Kernel.values()) {
            expected.put(each.symbol(), each.parameters().replace('n', 'p').replace('m', 'i'));
        }
        assertEquals(expected, found);
    }

    private static char type(String ptx, boolean array) {
        if (array) {
            return 's';
        }
        return switch (ptx) {
            case ".u64", ".b64" -> 'p';
            case ".u32", ".b32" -> 'i';
            case ".f32" -> 'f';
            default -> '?';
        };
    }

    /** The one atomic operation claims the error report; none adds, where the order would decide a result. */
    @Test
    void addsNothingAtomically() {
        var atomics = ptx().lines().map(String::strip).filter(line -> line.matches("(atom|red)\\..*"))
                .map(line -> line.split("\\s")[0]).collect(Collectors.toSet());
        assertEquals(Set.of("atom.global.cas.b32"), atomics);
    }

    /** NVIDIA's assembler for CUDA 12.0, which comes with JCuda and needs neither driver nor GPU. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_80", "sm_86", "sm_89", "sm_90"})
    void assembles(String architecture) {
        assumeTrue(JcudaNatives.platform().equals("linux-x86_64"), "needs JCuda's natives");
        JcudaNatives.load("JNvPTXCompiler", file -> file,
                () -> JNvPTXCompiler.setExceptionsEnabled(false));
        byte[] text = Arrays.copyOf(KernelModule.ptx(), KernelModule.ptx().length + 1);
        var compiler = new nvPTXCompilerHandle();
        assertEquals(0, JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text));
        int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, 2,
                new String[] {"--gpu-name=" + architecture, "--verbose"});
        boolean done = result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS;
        long[] size = new long[1];
        if (done) {
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
        } else {
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
        }
        byte[] log = new byte[Math.toIntExact(size[0]) + 1];
        if (done) {
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log);
        } else {
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
        }
        JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        String said = new String(log, StandardCharsets.US_ASCII);
        assertTrue(done, said);
        assertTrue(said.contains("hg_adam"), said);
        assertFalse(said.matches("(?s).*[1-9]\\d* bytes spill.*"), "registers are spilled: " + said);
    }

    /** Newer GPUs than JCuda's assembler knows, where there is a ptxas of CUDA 12.8 or newer on the PATH. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_100", "sm_120"})
    void assemblesForNewerOnes(String architecture, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path source = Files.write(folder.resolve("hourglass.ptx"), KernelModule.ptx());
        Path log = folder.resolve("log");
        Process process;
        try {
            process = new ProcessBuilder("ptxas", "-arch=" + architecture, "-o",
                    folder.resolve("cubin").toString(), source.toString()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            abort("there is no ptxas on the PATH");
            return;
        }
        int status = process.waitFor();
        String said = Files.readString(log);
        assumeFalse(said.contains("is not defined for option 'gpu-name'"), "this ptxas is too old");
        assertEquals(0, status, said);
    }

    private static String ptx() {
        return new String(KernelModule.ptx(), StandardCharsets.US_ASCII);
    }
}
