package dev.hourglass.bench;

import dev.hourglass.models.AutoencoderProgram;
import dev.hourglass.models.Corruption;
import dev.hourglass.plan.Op;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backends;
import dev.hourglass.spi.Options;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A model on one of the project's backends. Its times include handing over the batch and reading the result.
 */
final class HourglassContestant implements Contestant {
    private final Backends.Choice choice;
    private final Session session;
    private final Program program;
    private final float[][] inputs;
    private final float[][] targets;
    private final float[] output;
    private int steps;

    /** @param backend its name; no other is taken in its place */
    HourglassContestant(String backend, Work work, SharedData data) {
        int batch = work.size().batch();
        var model = work.model().autoencoder(work.size());
        var objective = work.model().objective();
        program = switch (work.task()) {
            case TRAIN -> AutoencoderProgram.training(model, objective, batch, 1);
            case INFER -> AutoencoderProgram.inference(model, batch);
        };
        choice = Backends.open(backend + "!", Options.standard().withThreads(work.threads()));
        session = Session.open(program, choice.backend());
        for (int i = 0; i < program.parameters().size(); i++) {
            session.write(program.parameters().get(i).slot(), data.values(i));
        }
        boolean paired = work.task() == Work.Task.TRAIN
                && objective.corruption() instanceof Corruption.Paired;
        inputs = new float[data.batches(batch)][];
        targets = new float[paired ? inputs.length : 0][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = data.input(work.model(), i, batch);
            if (paired) {
                targets[i] = data.clean(i, batch);
            }
        }
        if (work.task() == Work.Task.TRAIN) {
            var ones = new float[batch];
            Arrays.fill(ones, 1);
            session.write(program.port(Ports.WEIGHTS), ones);
            session.write(program.port(Ports.RATE), objective.optimizer().rate());
            session.write(program.port(Ports.GRADIENT_SCALE), 1f);
        }
        output = new float[program.port(Ports.OUTPUT).elements()];
    }

    @Override
    public String name() {
        var device = session.device();
        return "hourglass " + device.backend() + " (" + device.version() + ")";
    }

    @Override
    public double train() {
        int batch = steps++ % inputs.length;
        session.write(program.port(Ports.INPUT), MemorySegment.ofArray(inputs[batch]));
        if (targets.length > 0) {
            session.write(program.port(Ports.TARGET), MemorySegment.ofArray(targets[batch]));
        }
        Slot totals = program.port(Ports.TRAIN_LOSS);
        session.write(totals, 0f, 0f);
        session.run(Routine.TRAIN_STEP);
        float[] loss = session.read(totals);
        return (double) loss[0] / loss[1];
    }

    @Override
    public void infer() {
        session.write(program.port(Ports.INPUT), MemorySegment.ofArray(inputs[steps++ % inputs.length]));
        session.run(Routine.RECONSTRUCT);
        session.read(program.port(Ports.OUTPUT), MemorySegment.ofArray(output));
    }

    @Override
    public float[] output() {
        return Arrays.copyOf(output, program.port(Ports.OUTPUT).shape().row().elements());
    }

    @Override
    public OptionalLong planned() {
        return OptionalLong.of(program.plan().bytes());
    }

    @Override
    public OptionalLong flops() {
        var routine = program.routines().containsKey(Routine.TRAIN_STEP) ? Routine.TRAIN_STEP
                : Routine.RECONSTRUCT;
        return OptionalLong.of(program.ops(routine).stream().mapToLong(Op::flops).sum());
    }

    @Override
    public void close() {
        session.close();
        choice.close();
    }
}
