package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.IdxDataset;

/** IDX files, plain and in gzip. */
class IdxFuzzTest {

    @FuzzTest
    void open(byte[] bytes) {
        AnyBytes.read(bytes, file -> WholeRows.check(IdxDataset.open(file)));
    }
}
