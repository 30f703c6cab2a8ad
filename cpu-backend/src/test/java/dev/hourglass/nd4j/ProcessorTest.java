package dev.hourglass.nd4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.spi.BackendException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    private static Processor with(String flags) {
        return Processor.parse(List.of("processor\t: 0", "model name\t: Old Iron 4", "flags\t\t: " + flags));
    }

    @Test
    void readsModelAndFlags() {
        var processor = with("fpu sse2 avx2 fma");
        assertEquals("Old Iron 4", processor.model());
        assertTrue(processor.mayHave("avx2"));
    }

    @Test
    void choosesTheKernelsByTheInstructionSets() {
        assertEquals("", with("fpu sse2 avx").blasKernels());
        assertEquals("Haswell", with("avx avx2 fma avx512f").blasKernels());
        assertEquals("SkylakeX", with("avx2 fma avx512f avx512bw avx512dq avx512vl").blasKernels());
    }

    /** Loading them would end the process with an illegal instruction. */
    @Test
    void refusesNativesThatTheProcessorCannotRun() {
        var error = assertThrows(BackendException.class,
                () -> NativeVariant.check("linux-x86_64-onednn-avx2", with("fpu sse2")));
        assertTrue(error.getMessage().contains("avx2") && error.getMessage().contains("Old Iron 4")
                && error.getMessage().contains("-Dnd4j.classifier=linux-x86_64-onednn"), error.getMessage());
        assertThrows(BackendException.class,
                () -> NativeVariant.check("linux-x86_64-avx512", with("avx2 fma")));
        assertDoesNotThrow(() -> NativeVariant.check("linux-x86_64-onednn", with("fpu sse2")));
        assertDoesNotThrow(() -> NativeVariant.check("linux-x86_64-avx2", with("avx2")));
    }

    @Test
    void anUnknownProcessorIsNotRefused() {
        assertDoesNotThrow(() -> NativeVariant.check("linux-x86_64-avx2", Processor.parse(List.of())));
    }
}
