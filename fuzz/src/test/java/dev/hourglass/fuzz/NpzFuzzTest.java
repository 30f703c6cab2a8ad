package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.Npz;

/** Archives of arrays. */
class NpzFuzzTest {

    @FuzzTest
    void read(byte[] bytes) {
        AnyBytes.read(bytes, file -> {
            var arrays = Npz.read(file);
            arrays.forEach((name, array) -> {
                if (array.toFloats().length != array.size()) {
                    throw new AssertionError(name + " is not whole");
                }
            });
            if (!arrays.keySet().containsAll(Npz.names(file))) {
                throw new AssertionError("arrays are missing");
            }
        });
    }
}
