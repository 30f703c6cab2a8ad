package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.models.Safetensors;

class SafetensorsFuzzTest {

    @FuzzTest
    void read(byte[] bytes) {
        AnyBytes.read(bytes, file -> {
            var tensors = Safetensors.read(file).tensors();
            for (String name : tensors.names()) {
                if (tensors.values(name).length != tensors.shape(name).elements()) {
                    throw new AssertionError(name + " is not whole");
                }
            }
        });
    }
}
