package dev.hourglass.models.anomaly;

import dev.hourglass.data.BatchPosition;
import dev.hourglass.models.Tensors;
import dev.hourglass.models.anomaly.Members.Draw;
import dev.hourglass.optim.Schedule;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import dev.hourglass.train.StepFeed;
import dev.hourglass.train.TrainConfig;
import dev.hourglass.train.TrainReport.Outcome;
import dev.hourglass.train.Trainer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.ejml.dense.row.RandomMatrices_DDRM;

/**
 * Trains the members of an ensemble, all in each step. A step's rows are drawn for each member from its own,
 * with replacement, and weighed by how badly the member answers them then.
 */
final class EnsembleTraining {
    private static final int BATCHES = 2;
    private static final int WEIGHTS = 3;
    private static final double LAST_RATE = 0.1;
    /** Steps from one point of the loss's curve to the next, at most. */
    private static final int EPOCH = 5;

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

    /** @param settings with at least one step */
    static TrainConfig config(DetectorSettings settings) {
        return TrainConfig.of(settings.steps() / perEpoch(settings), settings.seed())
                .withRate(settings.rate()).withSchedule(new Schedule.Linear(LAST_RATE));
    }

    /** All epochs have as many steps. */
    private static int perEpoch(DetectorSettings settings) {
        int most = Math.min(EPOCH, settings.steps());
        while (settings.steps() % most != 0) {
            most--;
        }
        return most;
    }

    /**
     * Returns the trained weights.
     *
     * @param trainer of {@link #config}; not asked for where there are no steps
     * @throws CancellationException when training was asked to end before its last step
     */
    Tensors run(Backend backend, Function<Session, Trainer> trainer) {
        try (var session = Session.open(EnsembleProgram.training(members.spec(), batch), backend)) {
            initialise(session);
            if (settings.steps() > 0) {
                var report = trainer.apply(session).fit(new Rows(session), Optional.empty());
                if (report.outcome() == Outcome.INTERRUPTED) {
                    throw new CancellationException("ended before the first group was trained");
                }
            }
            return tensors(session);
        }
    }

    /** The rows of each step, weighed where some are not to be learnt. */
    private final class Rows implements StepFeed {
        private final Session session;
        private final Program program;
        private final float[] input;
        private final float[] weights;
        private int step;
        private int following;

        Rows(Session session) {
            this.session = session;
            this.program = session.program();
            this.input = new float[program.port(Ports.INPUT).elements()];
            this.weights = new float[program.port(Ports.WEIGHTS).elements()];
            Arrays.fill(weights, 1);
        }

        @Override
        public String name() {
            return "group " + (draw.group() + 1) + " of the ensemble";
        }

        @Override
        public Shape row() {
            return program.port(Ports.INPUT).shape().row();
        }

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public int rows() {
            return batch * EnsembleTraining.perEpoch(settings);
        }

        @Override
        public void seek(BatchPosition position) {
            following = position.epoch() * perEpoch() + position.batch();
        }

        @Override
        public int next() {
            step = following++;
            return batch;
        }

        @Override
        public void write() {
            draw(step, input);
            session.write(program.port(Ports.INPUT), input);
            if (!(settings.trim() instanceof Trim.None)) {
                session.run(Routine.EVALUATE);
                weigh(session.read(program.port(EnsembleProgram.LOSSES)), weights);
            }
            session.write(program.port(Ports.WEIGHTS), weights);
        }

        @Override
        public void close() {
            // Holds nothing of its own.
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

    /**
     * Weighs each member's rows among themselves. Where a loss is no number all of them count, so that it is
     * noticed.
     */
    private void weigh(float[] losses, float[] weights) {
        int count = members.spec().members();
        var own = new float[batch];
        var weight = new float[batch];
        for (int m = 0; m < count; m++) {
            boolean finite = true;
            for (int i = 0; i < batch; i++) {
                own[i] = losses[i * count + m];
                finite &= Float.isFinite(own[i]);
            }
            if (finite) {
                settings.trim().weigh(own, weight);
            } else {
                Arrays.fill(weight, 1);
            }
            for (int i = 0; i < batch; i++) {
                weights[i * count + m] = weight[i];
            }
        }
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
