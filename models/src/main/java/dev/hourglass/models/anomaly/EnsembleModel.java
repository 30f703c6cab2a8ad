package dev.hourglass.models.anomaly;

import dev.hourglass.data.DataException;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.FeatureScale.Kind;
import dev.hourglass.models.anomaly.GroupRule.Breadth;
import dev.hourglass.models.anomaly.Members.Draw;
import dev.hourglass.plan.Shape;
import dev.hourglass.random.PhiloxGenerator;
import dev.hourglass.random.Streams;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Groups of small autoencoders over the rows of a table, and the score that is made of what they say. */
final class EnsembleModel implements ScoreModel {
    static final String KIND = "ensemble";

    /** The groups of every detector. */
    private static final List<GroupRule> RULES = List.of(
            new GroupRule(Kind.RANGE, 24, Breadth.WIDE, 512),
            new GroupRule(Kind.ROBUST, 24, Breadth.WIDE, 512),
            new GroupRule(Kind.ROBUST, 64, Breadth.PAIRS, 256));
    private static final int RANGE = 0;
    private static final int ROBUST = 1;
    private static final int PAIRS = 2;
    private static final List<Integer> WIDE = List.of(RANGE, ROBUST);
    /** Rows that statistics are taken over, at most. */
    private static final int NORMAL = 2000;
    private static final int SAMPLE = 15;

    private final int width;
    private final List<MemberGroup> groups;
    private final List<Term> terms;

    private EnsembleModel(int width, List<MemberGroup> groups, List<Term> terms) {
        this.width = width;
        this.groups = List.copyOf(groups);
        this.terms = List.copyOf(terms);
    }

    /** A model and how many training rows were trimmed by most of the groups that saw them. */
    record Trained(EnsembleModel model, int trimmed) {
    }

    /** Told after each step of all groups' steps. */
    @FunctionalInterface
    interface Listener {
        void step(int done, int all);
    }

    static Trained train(Matrix rows, DetectorSettings settings, Backend backend, Listener listener) {
        if (rows.rows() < 2) {
            throw new DataException("expected at least 2 rows to learn from, found " + rows.rows());
        }
        int[] order = new PhiloxGenerator(settings.seed(), Streams.MEMBERS.id(16 * SAMPLE), 0)
                .permutation(rows.rows());
        Matrix normal = rows.select(Arrays.copyOf(order, Math.min(NORMAL, order.length)));
        var groups = new ArrayList<MemberGroup>();
        var votes = new int[rows.rows()];
        for (int g = 0; g < RULES.size(); g++) {
            int before = g * settings.steps();
            var trained = MemberGroup.train(RULES.get(g), settings, new Draw(settings.seed(), g), rows,
                    normal,
                    backend, (step, _) -> listener.step(before + step, RULES.size() * settings.steps()));
            groups.add(trained.group());
            for (int row = 0; row < votes.length; row++) {
                votes[row] += trained.trimmed()[row] ? 1 : 0;
            }
        }
        var unfinished = new EnsembleModel(rows.width(), groups, List.of());
        int trimmed = (int) Arrays.stream(votes).filter(each -> each > RULES.size() / 2).count();
        return new Trained(unfinished.withTerms(normal, settings.score(), backend), trimmed);
    }

    private EnsembleModel withTerms(Matrix normal, ScoreKind kind, Backend backend) {
        double[][][] values;
        try (var scorer = new EnsembleScorer(this, backend, Math.min(256, normal.rows()))) {
            values = scorer.components(normal);
        }
        var fitted = new ArrayList<Term>();
        switch (kind) {
            case RECONSTRUCTION -> WIDE.forEach(g -> fitted.add(term(values, g, Component.RECONSTRUCTION)));
            case STANDARDISED -> WIDE.forEach(g -> fitted.add(term(values, g, Component.STANDARDISED)));
            case MAHALANOBIS -> WIDE.forEach(g -> fitted.add(term(values, g, Component.MAHALANOBIS)));
            case NEIGHBOURS -> WIDE.forEach(g -> fitted.add(term(values, g, Component.CODE)));
            case COMBINED -> {
                fitted.add(term(values, RANGE, Component.CODE));
                fitted.add(term(values, ROBUST, Component.CODE));
                fitted.add(term(values, ROBUST, Component.RECONSTRUCTION));
                fitted.add(term(values, PAIRS, Component.TAIL));
            }
        }
        return new EnsembleModel(width, groups, fitted);
    }

    private static Term term(double[][][] values, int group, Component component) {
        double[] own = Arrays.stream(values).mapToDouble(row -> row[group][component.ordinal()]).toArray();
        return Term.fit(group, component, own);
    }

    int width() {
        return width;
    }

    List<MemberGroup> groups() {
        return groups;
    }

    List<Term> terms() {
        return terms;
    }

    @Override
    public Shape row() {
        return Shape.of(width);
    }

    @Override
    public long parameters() {
        return groups.stream().mapToLong(MemberGroup::parameters).sum();
    }

    @Override
    public RowScorer open(Backend backend, int batch) {
        return new EnsembleScorer(this, backend, batch);
    }

    @Override
    public void save(Tensors tensors, Map<String, String> metadata) {
        metadata.put(TrainedModel.DETECTOR_KEY, KIND);
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).save(tensors, "group" + g);
        }
        var numbers = new float[5 * terms.size()];
        for (int t = 0; t < terms.size(); t++) {
            var term = terms.get(t);
            float[] own = {term.group(), term.component().ordinal(), (float) term.floor(),
                (float) term.mean(),
                (float) term.deviation()};
            System.arraycopy(own, 0, numbers, 5 * t, 5);
        }
        tensors.with("score", Shape.of(terms.size(), 5), numbers);
    }

    /** @throws IllegalArgumentException when the tensors are not those of such a model */
    static EnsembleModel load(int width, StoredTensors tensors) {
        var groups = new ArrayList<MemberGroup>();
        for (int g = 0; g < RULES.size(); g++) {
            groups.add(MemberGroup.load(RULES.get(g), width, tensors, "group" + g));
        }
        float[] numbers = tensors.of("score");
        var terms = new ArrayList<Term>();
        for (int t = 0; t + 5 <= numbers.length; t += 5) {
            int group = (int) numbers[t];
            int component = (int) numbers[t + 1];
            if (group < 0 || group >= groups.size() || component < 0
                    || component >= Component.values().length) {
                throw new IllegalArgumentException("tensor score: there is no component " + numbers[t + 1]
                        + " of group " + numbers[t]);
            }
            terms.add(new Term(group, Component.values()[component], numbers[t + 2], numbers[t + 3],
                    numbers[t + 4]));
        }
        if (terms.isEmpty() || numbers.length % 5 != 0) {
            throw new IllegalArgumentException("tensor score must have five numbers for each part, found "
                    + numbers.length);
        }
        return new EnsembleModel(width, groups, terms);
    }
}
