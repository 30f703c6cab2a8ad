package dev.hourglass.models;

import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Shape;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Backend;
import dev.hourglass.spi.Session;
import java.lang.foreign.MemorySegment;

/**
 * A trained model on a backend: encodes, decodes and reconstructs any number of rows. Rows lie one after the
 * other in an array. For one thread.
 */
public final class Inference implements AutoCloseable {
    private final Session session;
    private final int batch;

    private Inference(Session session, int batch) {
        this.session = session;
        this.batch = batch;
    }

    /** Opens a model and gives it its golden inputs. */
    static Inference open(TrainedModel model, Shape row, Backend backend, int batch) {
        var golden = model.evidence().golden();
        golden.filter(each -> !each.row().equals(row)).ifPresent(each -> {
            try (var own = openUnchecked(model, each.row(), backend, each.size())) {
                own.require(each, model, backend);
            }
        });
        var inference = openUnchecked(model, row, backend, batch);
        try {
            golden.filter(each -> each.row().equals(row))
                    .ifPresent(each -> inference.require(each, model, backend));
            return inference;
        } catch (RuntimeException e) {
            inference.close();
            throw e;
        }
    }

    private void require(Golden golden, TrainedModel model, Backend backend) {
        Golden.require(GoldenModel.check(golden, this, backend), "model " + model.architecture().name(),
                backend);
    }

    static Inference openUnchecked(TrainedModel model, Shape row, Backend backend, int batch) {
        var program = AutoencoderProgram.inference(model.architecture().forRow(row), batch);
        var session = Session.open(program, backend);
        model.writeTo(session);
        return new Inference(session, batch);
    }

    /** Shape of a row. */
    public Shape row() {
        return session.program().port(Ports.INPUT).shape().row();
    }

    /** Shape of a row's code. */
    public Shape code() {
        return session.program().port(Ports.CODE).shape().row();
    }

    /** Rows to codes, one after the other. */
    public float[] encode(float[] rows) {
        return map(Routine.ENCODE, Ports.INPUT, rows, Ports.CODE);
    }

    /** Codes to rows. */
    public float[] decode(float[] codes) {
        return map(Routine.DECODE, Ports.CODE_INPUT, codes, Ports.OUTPUT);
    }

    /** Rows through encoder and decoder: what a denoiser does to noisy rows. */
    public float[] reconstruct(float[] rows) {
        return map(Routine.RECONSTRUCT, Ports.INPUT, rows, Ports.OUTPUT);
    }

    private float[] map(Routine routine, String from, float[] values, String to) {
        Slot in = session.program().port(from);
        Slot out = session.program().port(to);
        int inRow = in.shape().row().elements();
        int outRow = out.shape().row().elements();
        if (values.length % inRow != 0) {
            throw new IllegalArgumentException("expected rows of shape " + in.shape().row() + " with " + inRow
                    + " values each, found " + values.length + " values");
        }
        int rows = values.length / inRow;
        var result = new float[Math.multiplyExact(rows, outRow)];
        var inBatch = new float[batch * inRow];
        var outBatch = new float[batch * outRow];
        for (int row = 0; row < rows; row += batch) {
            int count = Math.min(batch, rows - row);
            System.arraycopy(values, row * inRow, inBatch, 0, count * inRow);
            session.write(in, MemorySegment.ofArray(inBatch));
            session.run(routine);
            session.read(out, MemorySegment.ofArray(outBatch));
            System.arraycopy(outBatch, 0, result, row * outRow, count * outRow);
        }
        return result;
    }

    @Override
    public void close() {
        session.close();
    }
}
