package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.models.anomaly.Members.Draw;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.Trainer;
import dev.hourglass.train.WeightHash;
import java.util.function.Function;

/** A trained group of autoencoders, with what is normal for them. */
final class MemberGroup {
    private final GroupRule rule;
    private final Members members;
    private final Tensors weights;
    private final GroupStatistics statistics;

    private MemberGroup(GroupRule rule, Members members, Tensors weights, GroupStatistics statistics) {
        this.rule = rule;
        this.members = members;
        this.weights = weights;
        this.statistics = statistics;
    }

    /** Trains on rows, and takes statistics over {@code normal}. */
    static MemberGroup train(GroupRule rule, DetectorSettings settings, Draw draw, Matrix rows, Matrix normal,
            Backend backend, Function<Session, Trainer> trainer) {
        var members = Members.draw(rule, FeatureScale.fit(rule.scale(), rows), rows.width(), draw);
        var subsets = members.drawRows(rows.rows(), rule.learns(), draw);
        var training = new EnsembleTraining(members, settings, draw, rows, subsets);
        var weights = training.run(backend, trainer);
        try (var pass = new GroupPass(members, weights, backend, Math.min(256, normal.rows()))) {
            var statistics = GroupStatistics.of(pass, members.spec(), rows, subsets, normal);
            return new MemberGroup(rule, members, weights, statistics);
        }
    }

    GroupRule rule() {
        return rule;
    }

    Members members() {
        return members;
    }

    long parameters() {
        return weights.names().stream().mapToLong(each -> weights.shape(each).elements()).sum();
    }

    String weightHash() {
        return WeightHash.of(weights.names().stream().map(weights::values));
    }

    GroupPass open(Backend backend, int batch) {
        return new GroupPass(members, weights, backend, batch);
    }

    /** Adds every component of row {@code i} of the pass to {@code sums}. */
    void measure(GroupPass pass, int i, double[] sums) {
        var spec = members.spec();
        for (int m = 0; m < spec.members(); m++) {
            double squares = 0;
            double standardised = 0;
            for (int f = 0; f < spec.features(); f++) {
                double error = pass.residual(i, m, f);
                squares += error * error;
                double ratio = error / statistics.error(m, f);
                standardised += Math.log1p(ratio * ratio);
            }
            sums[Component.RECONSTRUCTION.ordinal()] += Math.sqrt(squares);
            sums[Component.STANDARDISED.ordinal()] += standardised;
            double nearest = statistics.nearest(pass, i, m);
            sums[Component.CODE.ordinal()] += Math.sqrt(nearest);
            sums[Component.CODE_AND_ERROR.ordinal()] += Math.sqrt(nearest + squares);
            sums[Component.MAHALANOBIS.ordinal()] += statistics.mahalanobis(pass, i, m);
            sums[Component.TAIL.ordinal()] += statistics.tail(pass, i, m);
        }
    }

    /**
     * Adds to each feature what its error, or the rarity of the code it is part of, says of row {@code i}.
     */
    void explain(GroupPass pass, int i, double[] features) {
        var spec = members.spec();
        for (int m = 0; m < spec.members(); m++) {
            double tail = statistics.tail(pass, i, m) / spec.features();
            for (int f = 0; f < spec.features(); f++) {
                double ratio = pass.residual(i, m, f) / statistics.error(m, f);
                features[members.feature(m, f)] += ratio * ratio + tail;
            }
        }
    }

    /** Writes the members' codes of row {@code i} of the pass; returns where they end. */
    int codes(GroupPass pass, int i, float[] into, int offset) {
        var spec = members.spec();
        int at = offset;
        for (int m = 0; m < spec.members(); m++) {
            float unit = statistics.unit(m);
            for (int k = 0; k < spec.code(); k++) {
                into[at++] = unit * pass.code(i, m, k);
            }
        }
        return at;
    }

    void save(Tensors tensors, String prefix) {
        rule.save(tensors, prefix);
        members.scale().save(tensors, prefix + "/scale");
        int[] features = members.features();
        var indices = new float[features.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = features[i];
        }
        tensors.with(prefix + "/features", Shape.of(indices.length), indices);
        for (String name : weights.names()) {
            tensors.with(prefix + "/" + name, weights.shape(name), weights.values(name));
        }
        statistics.save(tensors, prefix);
    }

    /** @throws IllegalArgumentException when the tensors do not fit the rule, or are not sound */
    static MemberGroup load(GroupRule rule, int width, StoredTensors tensors, String prefix) {
        var spec = rule.spec(width);
        var scale = FeatureScale.load(rule.scale(), width, tensors, prefix + "/scale");
        int[] features = tensors.features(prefix + "/features", spec.members() * spec.features(), 0, width);
        var weights = new Tensors();
        for (Parameter parameter : EnsembleProgram.inference(spec, 1).parameters()) {
            weights.with(parameter.name(), parameter.slot().shape(),
                    tensors.of(prefix + "/" + parameter.name(), parameter.slot().elements()));
        }
        return new MemberGroup(rule, new Members(spec, scale, features), weights,
                GroupStatistics.load(spec, tensors, prefix));
    }
}
