package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.data.CsvTable;
import dev.hourglass.data.CsvTable.Header;
import dev.hourglass.data.TableProfile;
import java.util.Set;

/** Tables of numbers, words and gaps. */
class CsvTableFuzzTest {

    @FuzzTest
    void profile(byte[] bytes) {
        AnyBytes.read(bytes, file -> {
            var table = CsvTable.open(file, Header.GUESSED);
            var profile = TableProfile.of(table, Set.of());
            if (profile.columns().size() != table.columns().size()) {
                throw new AssertionError("columns are missing");
            }
        });
    }
}
