package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.data.Dataset;
import dev.hourglass.models.anomaly.Extent.Unit;
import dev.hourglass.models.anomaly.FeatureScale.Kind;
import dev.hourglass.models.anomaly.FitListener.Part;
import dev.hourglass.models.anomaly.GroupRule.Breadth;
import dev.hourglass.models.anomaly.LinearRelations.NumberColumn;
import dev.hourglass.models.anomaly.Members.Draw;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Fits an ensemble in two rounds. The first group learns from all rows and says which are the strangest; the
 * groups of the second round never see those, so that what they cannot reconstruct is not what they have
 * learnt by heart. Where all rows are known to be clean, the second round sees them all.
 */
final class EnsembleFit {
    private record Piece(int group, Component component) {
    }

    private static final GroupRule FIRST = new GroupRule(Kind.RANGE, 24, Breadth.WIDE, 512);
    private static final List<GroupRule> SECOND = List.of(
            new GroupRule(Kind.STANDARD, 24, Breadth.PART, 512),
            new GroupRule(Kind.ROBUST, 24, Breadth.WIDE, 512));
    private static final int GROUPS = 1 + SECOND.size();

    /** Rows that statistics are taken over, at most. */
    private static final int NORMAL = 2000;
    /** Rows that relations are looked for in, at most. */
    private static final int RELATED = 10_000;
    private static final int BATCH = 256;
    private static final int SAMPLE = 15;

    private final Matrix rows;
    private final List<NumberColumn> numbers;
    private final Matrix normal;
    private final DetectorSettings settings;
    private final Backend backend;
    private final PartTrainers trainers;

    private EnsembleFit(Matrix rows, List<NumberColumn> numbers, DetectorSettings settings, Backend backend,
            PartTrainers trainers) {
        this.rows = rows;
        this.numbers = numbers;
        this.settings = settings;
        this.backend = backend;
        this.trainers = trainers;
        int[] order = new PhiloxGenerator(settings.seed(), Streams.MEMBERS.id(16 * SAMPLE), 0)
                .permutation(rows.rows());
        this.normal = rows.select(Arrays.copyOf(order, Math.min(NORMAL, order.length)));
    }

    /**
     * @param numbers the columns that hold numbers
     * @throws DataException when there are fewer than two rows
     */
    static ScoreModel.Trained of(Dataset rows, List<NumberColumn> numbers, DetectorSettings settings,
            Backend backend,
            FitListener listener) {
        if (rows.size() < 2) {
            throw new DataException("expected at least 2 rows to learn from, found " + rows.size());
        }
        return new EnsembleFit(Matrix.of(rows), numbers, settings, backend,
                new PartTrainers(rows, settings, Unit.GROUPS, listener)).run();
    }

    private ScoreModel.Trained run() {
        var members = new ArrayList<MemberGroup>();
        int learnt = rows.rows();
        try {
            members.add(train(FIRST, 0, rows));
            Matrix kept = settings.trim() instanceof Trim.Hard(double share)
                    ? usual(withTerms(members, List.of(new Piece(0, Component.CODE))), rows, share,
                            this::checkCancelled)
                    : rows;
            for (var rule : SECOND) {
                members.add(train(rule, members.size(), kept));
                learnt = kept.rows();
            }
        } catch (CancellationException e) {
            if (members.isEmpty()) {
                throw e;
            }
        }
        var model = withTerms(members, parts(settings.score(), members.size()));
        return new ScoreModel.Trained(settings.score() == ScoreKind.COMBINED ? withRelations(model) : model,
                rows.rows() - learnt, new Extent(members.size(), GROUPS, Unit.GROUPS));
    }

    /** Relations are learnt from rows that are not strange to the rest of the score. */
    private EnsembleModel withRelations(EnsembleModel model) {
        int count = Math.min(RELATED, rows.rows());
        Matrix some = rows.select(
                IntStream.range(0, count).map(i -> (int) ((long) i * rows.rows() / count)).toArray());
        Matrix kept = settings.trim() instanceof Trim.Hard(double share) ? usual(model, some, share, () -> {
        }) : some;
        return model.with(LinearRelations.fit(some, kept, numbers));
    }

    private MemberGroup train(GroupRule rule, int group, Matrix from) {
        checkCancelled();
        String name = "group " + (group + 1) + ", " + rule.scale().words();
        return MemberGroup.train(rule, settings, new Draw(settings.seed(), group), from, normal, backend,
                session -> trainers.of(
                        new Part(group, GROUPS, name, EnsembleTraining.config(settings)), session));
    }

    private void checkCancelled() {
        if (trainers.isCancelled()) {
            throw new CancellationException("ended before " + GROUPS + " groups were trained");
        }
    }

    /** All rows but the share that has the highest scores. */
    private Matrix usual(EnsembleModel model, Matrix from, double share, Runnable beforeBatch) {
        int keep = Math.max(2, from.rows() - (int) (share * from.rows()));
        var scores = new float[from.rows()];
        try (var scorer = model.open(backend, Math.min(BATCH, from.rows()))) {
            for (int start = 0; start < scores.length; start += BATCH) {
                beforeBatch.run();
                int end = Math.min(start + BATCH, scores.length);
                float[] own = scorer.score(
                        Arrays.copyOfRange(from.values(), start * from.width(), end * from.width()));
                System.arraycopy(own, 0, scores, start, own.length);
            }
        }
        return from.select(IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row])).limit(keep)
                .mapToInt(Integer::intValue).sorted().toArray());
    }

    private EnsembleModel withTerms(List<MemberGroup> members, List<Piece> parts) {
        var unfinished = new EnsembleModel(rows.width(), members, List.of(), Optional.empty());
        double[][][] values;
        try (var scorer = new EnsembleScorer(unfinished, backend, Math.min(BATCH, normal.rows()))) {
            values = scorer.components(normal);
        }
        return new EnsembleModel(rows.width(), members, parts.stream().map(part -> {
            double[] own = Arrays.stream(values)
                    .mapToDouble(row -> row[part.group()][part.component().ordinal()]).toArray();
            return Term.fit(part.group(), part.component(), own);
        }).toList(), Optional.empty());
    }

    /**
     * What a score is made of; group 0 is the first round's. Of a training that was ended early those parts
     * that there are, and where there is none the first group's own.
     */
    private static List<Piece> parts(ScoreKind kind, int groups) {
        var parts = all(kind).stream().filter(each -> each.group() < groups).toList();
        return parts.isEmpty() ? List.of(new Piece(0, all(kind).getFirst().component())) : parts;
    }

    private static List<Piece> all(ScoreKind kind) {
        return switch (kind) {
            case RECONSTRUCTION -> secondRound(Component.RECONSTRUCTION);
            case STANDARDISED -> secondRound(Component.STANDARDISED);
            case MAHALANOBIS -> secondRound(Component.MAHALANOBIS);
            case NEIGHBOURS -> secondRound(Component.CODE);
            case COMBINED -> List.of(new Piece(0, Component.CODE), new Piece(1, Component.CODE_AND_ERROR),
                    new Piece(2, Component.RECONSTRUCTION));
        };
    }

    private static List<Piece> secondRound(Component component) {
        return List.of(new Piece(1, component), new Piece(2, component));
    }
}
