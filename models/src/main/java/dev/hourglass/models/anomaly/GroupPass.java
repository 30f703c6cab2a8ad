package dev.hourglass.models.anomaly;

import dev.hourglass.models.Tensors;
import dev.hourglass.plan.Parameter;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Program;
import dev.hourglass.plan.Routine;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;

/** Sends rows through the members of a group: what they saw, their codes, and what they made of it. */
final class GroupPass implements AutoCloseable {
    private final Members members;
    private final Session session;
    private final int batch;
    private final float[] input;
    private final float[] codes;
    private final float[] output;

    GroupPass(Members members, Tensors weights, Backend backend, int batch) {
        this.members = members;
        this.batch = batch;
        Program program = EnsembleProgram.inference(members.spec(), batch);
        this.session = Session.open(program, backend);
        for (Parameter parameter : program.parameters()) {
            session.write(parameter.slot(), weights.values(parameter.name()));
        }
        this.input = new float[program.port(Ports.INPUT).elements()];
        this.codes = new float[program.port(Ports.CODE).elements()];
        this.output = new float[program.port(Ports.OUTPUT).elements()];
    }

    int batch() {
        return batch;
    }

    /** Which row a member sees at a place of the batch. */
    @FunctionalInterface
    interface Choice {
        int row(int place, int member);
    }

    /** Shows all members the same rows, {@code count} of them and no more than a batch. */
    void run(Matrix rows, int from, int count) {
        run(rows, count, (place, _) -> from + place);
    }

    /** Shows each member rows of its own. */
    void run(Matrix rows, int count, Choice choice) {
        var spec = members.spec();
        for (int i = 0; i < count; i++) {
            for (int m = 0; m < spec.members(); m++) {
                members.view(m, rows, choice.row(i, m), input, (i * spec.members() + m) * spec.features());
            }
        }
        var program = session.program();
        session.write(program.port(Ports.INPUT), input);
        session.run(Routine.RECONSTRUCT);
        session.read(program.port(Ports.CODE), MemorySegment.ofArray(codes));
        session.read(program.port(Ports.OUTPUT), MemorySegment.ofArray(output));
    }

    /** Number {@code k} of a member's code of row {@code i} of the batch. */
    float code(int i, int member, int k) {
        return codes[(i * members.spec().members() + member) * members.spec().code() + k];
    }

    /** What a member made of a feature. */
    float output(int i, int member, int feature) {
        return output[(i * members.spec().members() + member) * members.spec().features() + feature];
    }

    /** What a member made of a feature, less what it saw. */
    float residual(int i, int member, int feature) {
        int at = (i * members.spec().members() + member) * members.spec().features() + feature;
        return output[at] - input[at];
    }

    @Override
    public void close() {
        session.close();
    }
}
