package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.models.TrainedModel;
import dev.hourglass.models.anomaly.FeatureScale.Kind;
import dev.hourglass.models.anomaly.GroupRule.Breadth;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups of small autoencoders over the rows of a table, the linear relations between its columns, and the
 * score that is made of what they say.
 */
final class EnsembleModel implements ScoreModel {
    static final String KIND = "ensemble";

    /** The groups of detectors that say nothing of their groups: those that were written first. */
    private static final List<GroupRule> UNNAMED = List.of(
            new GroupRule(Kind.RANGE, 24, Breadth.WIDE, 512),
            new GroupRule(Kind.ROBUST, 24, Breadth.WIDE, 512),
            new GroupRule(Kind.ROBUST, 64, Breadth.PAIRS, 256));

    private final int width;
    private final List<MemberGroup> groups;
    private final List<Term> terms;
    private final Optional<LinearRelations> relations;

    EnsembleModel(int width, List<MemberGroup> groups, List<Term> terms,
            Optional<LinearRelations> relations) {
        this.width = width;
        this.groups = List.copyOf(groups);
        this.terms = List.copyOf(terms);
        this.relations = relations;
    }

    EnsembleModel with(Optional<LinearRelations> found) {
        return new EnsembleModel(width, groups, terms, found);
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

    /** Those that count in the score. */
    Optional<LinearRelations> linear() {
        return relations;
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
    public int relations() {
        return relations.map(LinearRelations::count).orElse(0);
    }

    @Override
    public List<String> weightHashes() {
        return groups.stream().map(MemberGroup::weightHash).toList();
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
        relations.ifPresent(each -> each.save(tensors));
    }

    /** @throws IllegalArgumentException when the tensors are not those of such a model */
    static EnsembleModel load(int width, StoredTensors tensors) {
        var groups = new ArrayList<MemberGroup>();
        for (int g = 0; GroupRule.isStored(tensors, "group" + g); g++) {
            groups.add(MemberGroup.load(GroupRule.load(tensors, "group" + g), width, tensors, "group" + g));
        }
        if (groups.isEmpty()) {
            for (int g = 0; g < UNNAMED.size(); g++) {
                groups.add(MemberGroup.load(UNNAMED.get(g), width, tensors, "group" + g));
            }
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
        return new EnsembleModel(width, groups, terms, LinearRelations.load(width, tensors));
    }
}
