package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.CsvDataset;

/** Tables of numbers. */
class CsvFuzzTest {

    @FuzzTest
    void open(byte[] bytes) {
        AnyBytes.read(bytes, file -> WholeRows.check(CsvDataset.open(file)));
    }
}
