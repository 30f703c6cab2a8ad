package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.data.DatasetView;
import dev.hourglass.models.Evidence;
import dev.hourglass.models.Golden;
import dev.hourglass.models.Provenance;
import dev.hourglass.spi.Backend;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Golden answers of detectors: scores. */
final class GoldenScores {
    /**
     * Rows halfway between two that were learnt from. Of a training row itself some parts of a score are
     * roots and ranks of what is 0 but for rounding, which no two backends agree about.
     */
    private static final class Between extends DatasetView {
        Between(Dataset rows) {
            super(rows);
        }

        @Override
        public void read(int row, float[] into, int offset) {
            var other = new float[shape().elements()];
            super.read(row, into, offset);
            super.read((row + 1) % size(), other, 0);
            for (int i = 0; i < other.length; i++) {
                into[offset + i] = (into[offset + i] + other[i]) / 2;
            }
        }
    }

    private GoldenScores() {
    }

    /** Of a detector that was just fitted. */
    static Evidence evidence(ScoreModel model, Dataset rows, Backend backend, long seed) {
        float[] inputs = Golden.rows(new Between(rows));
        int count = inputs.length / rows.shape().elements();
        try (var scorer = model.open(backend, count)) {
            var golden = Golden.ofScores(rows.shape(), inputs, scorer.score(inputs));
            return new Evidence(Optional.of(Provenance.of(rows, backend.device(), seed)),
                    Optional.of(golden));
        }
    }

    /** @throws DataException when the detector does not take the inputs, or would answer something else */
    static void checkFit(Path file, ScoreModel model, Golden golden) {
        if (!golden.row().equals(model.row()) || !golden.has(Golden.SCORE)
                || golden.row(Golden.SCORE).elements() != 1) {
            throw new DataException(file + ": expected golden inputs of shape " + model.row()
                    + " with a score each, found inputs of shape " + golden.row());
        }
    }

    static List<Golden.Difference> check(Golden golden, RowScorer scorer, Backend backend, int batch) {
        float[] inputs = golden.input();
        var scores = new float[golden.size()];
        int width = scorer.width();
        for (int from = 0; from < scores.length; from += batch) {
            int count = Math.min(batch, scores.length - from);
            float[] rows = Arrays.copyOfRange(inputs, from * width, (from + count) * width);
            System.arraycopy(scorer.score(rows), 0, scores, from, count);
        }
        return golden.compare(Map.of(Golden.SCORE, scores), backend);
    }
}
