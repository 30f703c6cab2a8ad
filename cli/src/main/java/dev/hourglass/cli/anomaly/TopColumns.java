package dev.hourglass.cli.anomaly;

import dev.hourglass.models.table.TableEncoding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The columns of a table that say most about a row's score. */
final class TopColumns {

    /** @param share of the score */
    record Top(String name, double share) {
    }

    private TopColumns() {
    }

    /** @param shares of the features, adding up to 1 */
    static List<Top> of(TableEncoding encoding, float[] shares, int count) {
        return of(encoding, shares, 0, count);
    }

    static List<Top> of(TableEncoding encoding, float[] shares, int offset, int count) {
        int[] owners = encoding.columnOfFeature();
        var sums = new double[encoding.columns().size()];
        for (int i = 0; i < owners.length; i++) {
            sums[owners[i]] += shares[offset + i];
        }
        return IntStream.range(0, sums.length)
                .filter(c -> encoding.columns().get(c).width() > 0).boxed()
                .sorted(Comparator.comparing((Integer c) -> -sums[c]))
                .limit(count).map(c -> new Top(encoding.columns().get(c).name(), sums[c])).toList();
    }
}
