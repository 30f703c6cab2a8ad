package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.models.anomaly.AnomalyDetector;

/** The header of a detector for tables: the table's encoding, members, calibration. */
class TableDetectorFuzzTest {
    private static final Headers HEADERS = Headers.over("table-detector.safetensors");

    @FuzzTest
    void load(byte[] header) {
        HEADERS.read(header, AnomalyDetector::load);
    }
}
