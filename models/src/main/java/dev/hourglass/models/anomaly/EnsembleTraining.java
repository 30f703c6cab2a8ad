package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.models.anomaly.Members.Draw;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.DivergedException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.ejml.dense.row.RandomMatrices_DDRM;

/** Trains the members of an ensemble, all in each step. */
final class EnsembleTraining {
    private static final int BATCHES = 2;
    private static final int WEIGHTS = 3;
    private static final float LAST_RATE = 0.1f;
    /** Steps between two looks at the loss where nothing but the curve needs it. */
    private static final int LOOK_EVERY = 5;

    /** Told after each step; the loss is that before it, of the rows that it learnt. */
    @FunctionalInterface
    interface Listener {
        void step(int step, OptionalDouble loss);
    }

    private final Members members;
    private final DetectorSettings settings;
    private final Draw draw;
    private final Matrix rows;
    private final int[][] subsets;
    private final int batch;

    /** @param subsets the rows of each member */
    EnsembleTraining(Members members, DetectorSettings settings, Draw draw, Matrix rows, int[][] subsets) {
        this.members = members;
        this.settings = settings;
        this.draw = draw;
        this.rows = rows;
        this.subsets = subsets;
        this.batch = Math.min(settings.batch(), subsets[0].length);
    }

    /** Returns the trained weights. */
    Tensors run(Backend backend, Listener listener) {
        var spec = members.spec();
        var program = EnsembleProgram.training(spec, batch);
        var input = new float[batch * spec.members() * spec.features()];
        var weights = new float[batch * spec.members()];
        try (var session = Session.open(program, backend)) {
            initialise(session);
            session.write(program.port(Ports.GRADIENT_SCALE), 1f);
            Arrays.fill(weights, 1);
            for (int step = 0; step < settings.steps(); step++) {
                draw(step, input);
                session.write(program.port(Ports.INPUT), input);
                var loss = OptionalDouble.empty();
                if (!(settings.trim() instanceof Trim.None) || step % LOOK_EVERY == 0) {
                    session.run(Routine.EVALUATE);
                    float[] losses = session.read(program.port(EnsembleProgram.LOSSES));
                    loss = OptionalDouble.of(weigh(losses, weights));
                }
                session.write(program.port(Ports.WEIGHTS), weights);
                session.write(program.port(Ports.RATE),
                        settings.rate() * (1 - (1 - LAST_RATE) * step / settings.steps()));
                session.run(Routine.TRAIN_STEP);
                listener.step(step + 1, loss);
            }
            return tensors(session);
        }
    }

    private void draw(int step, float[] input) {
        var spec = members.spec();
        var random = draw.generator(BATCHES, step);
        for (int i = 0; i < batch; i++) {
            for (int m = 0; m < spec.members(); m++) {
                int at = i * spec.members() + m;
                int row = subsets[m][random.nextInt(subsets[m].length)];
                members.view(m, rows, row, input, at * spec.features());
            }
        }
    }

    /** Weighs each member's rows among themselves; returns the mean loss of what is learnt. */
    private double weigh(float[] losses, float[] weights) {
        int count = members.spec().members();
        var own = new float[batch];
        var weight = new float[batch];
        double sum = 0;
        double learnt = 0;
        double total = 0;
        for (int m = 0; m < count; m++) {
            for (int i = 0; i < batch; i++) {
                own[i] = losses[i * count + m];
                sum += own[i];
            }
            settings.trim().weigh(own, weight);
            for (int i = 0; i < batch; i++) {
                weights[i * count + m] = weight[i];
                learnt += weight[i] * own[i];
                total += weight[i];
            }
        }
        if (!Double.isFinite(sum)) {
            throw new DivergedException(
                    "training diverged: the loss is " + sum + "; try a lower learning rate", 0);
        }
        return total > 0 ? learnt / total : 0;
    }

    /** Orthogonal weights (Saxe et al. 2014) for each member, and biases of 0. */
    private void initialise(Session session) {
        int index = 0;
        for (Parameter parameter : session.program().parameters()) {
            var shape = parameter.slot().shape();
            if (shape.rank() == 1) {
                session.write(parameter.slot(), new float[shape.elements()]);
                continue;
            }
            int inputs = shape.extent(-1);
            int units = shape.extent(0) / members.spec().members();
            var values = new float[shape.elements()];
            for (int m = 0; m < members.spec().members(); m++) {
                var random = new Random(draw.generator(WEIGHTS + index, m).nextLong());
                var matrix = RandomMatrices_DDRM.orthogonal(Math.max(units, inputs), Math.min(units, inputs),
                        random);
                for (int u = 0; u < units; u++) {
                    for (int i = 0; i < inputs; i++) {
                        values[(m * units + u) * inputs + i] = (float) (units >= inputs ? matrix.get(u, i)
                                : matrix.get(i, u));
                    }
                }
            }
            session.write(parameter.slot(), values);
            index++;
        }
    }

    private static Tensors tensors(Session session) {
        var tensors = new Tensors();
        for (Parameter parameter : session.program().parameters()) {
            Shape shape = parameter.slot().shape();
            tensors.with(parameter.name(), shape, session.read(parameter.slot()));
        }
        return tensors;
    }
}
