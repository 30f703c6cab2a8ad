package dev.hourglass.models.table;

import dev.hourglass.data.ColumnProfile;
import dev.hourglass.data.Frame;
import dev.hourglass.models.table.EncodedColumn.Gaps;
import dev.hourglass.models.table.EncodedColumn.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Learns an encoding from rows. */
final class EncodingFit {
    /** Categories that get a feature of their own; rarer ones share the last. */
    private static final int MOST_CATEGORIES = 64;
    private static final String SAME = "is the same in all training rows";

    private final Frame rows;
    private final Scaling scaling;
    private final List<String> unused = new ArrayList<>();

    EncodingFit(Frame rows, Scaling scaling) {
        this.rows = rows;
        this.scaling = scaling;
    }

    TableEncoding columns(Set<String> without) {
        var columns = new ArrayList<EncodedColumn>();
        var profiles = rows.profile().columns();
        for (int c = 0; c < profiles.size(); c++) {
            if (!without.contains(profiles.get(c).name())) {
                column(profiles.get(c), c).ifPresent(columns::add);
            }
        }
        return new TableEncoding(columns, unused);
    }

    private Optional<EncodedColumn> column(ColumnProfile profile, int column) {
        return switch (profile.kind()) {
            case EMPTY -> constant(profile, "", "has no values");
            case TEXT -> {
                unused.add(profile.name() + ": holds more different texts than categories may be");
                yield Optional.empty();
            }
            case NUMBER -> number(profile, column);
            case CATEGORY -> category(profile, column);
        };
    }

    private Optional<EncodedColumn> constant(ColumnProfile profile, String value, String reason) {
        unused.add(profile.name() + ": " + reason);
        return Optional.of(new EncodedColumn.Constant(profile.name(), value));
    }

    private Optional<EncodedColumn> number(ColumnProfile profile, int column) {
        double[] values = IntStream.range(0, rows.size()).mapToDouble(row -> rows.cell(row, column))
                .filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (values.length == 0) {
            return constant(profile, "", "has no values in the training rows");
        }
        var gaps = values.length < rows.size() ? Gaps.MARKED : Gaps.NONE;
        double range = values[values.length - 1] - values[0];
        if (range == 0 && gaps == Gaps.NONE) {
            return constant(profile, rows.text(0, column), SAME);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double center = scaling == Scaling.MIN_MAX ? values[0] : mean;
        double scale = scaling == Scaling.MIN_MAX ? range
                : Math.sqrt(Arrays.stream(values).map(each -> (each - mean) * (each - mean)).average()
                        .orElseThrow());
        scale = scale > 0 ? scale : 1;
        float fill = (float) ((values[values.length / 2] - center) / scale);
        return Optional.of(new EncodedColumn.Number(profile.name(), center, scale, fill, gaps,
                Arrays.stream(values).allMatch(each -> each == Math.rint(each)) ? Values.WHOLE
                        : Values.REAL));
    }

    private Optional<EncodedColumn> category(ColumnProfile profile, int column) {
        var counts = new int[profile.categories().size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            float cell = rows.cell(row, column);
            counts[Float.isNaN(cell) ? counts.length - 1 : (int) cell]++;
        }
        var seen = IntStream.range(0, counts.length).filter(i -> counts[i] > 0).boxed()
                .sorted((a, b) -> Integer.compare(counts[b], counts[a])).limit(MOST_CATEGORIES)
                .map(i -> i == counts.length - 1 ? "" : profile.categories().get(i)).toList();
        return seen.size() == 1 ? constant(profile, seen.getFirst(), SAME)
                : Optional.of(new EncodedColumn.Category(profile.name(), seen));
    }
}
