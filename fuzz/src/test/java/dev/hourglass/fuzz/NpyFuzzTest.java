package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.NpyDataset;

/** Files of one NumPy array, plain and in gzip. */
class NpyFuzzTest {

    @FuzzTest
    void open(byte[] bytes) {
        AnyBytes.read(bytes, file -> WholeRows.check(NpyDataset.open(file)));
    }
}
