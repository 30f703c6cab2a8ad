package dev.hourglass.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hourglass.models.anomaly.AnomalyDetector;

/** The header of a detector for images: architecture and statistics. */
class ImageDetectorFuzzTest {
    private static final Headers HEADERS = Headers.over("image-detector.safetensors");

    @FuzzTest
    void load(byte[] header) {
        HEADERS.read(header, AnomalyDetector::load);
    }
}
