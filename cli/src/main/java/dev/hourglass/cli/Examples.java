package dev.hourglass.cli;

import dev.hourglass.data.Dataset;
import dev.hourglass.plan.Ports;
import dev.hourglass.plan.Routine;
import dev.hourglass.plan.Slot;
import dev.hourglass.spi.Session;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Rows of a data set as a trained model sees and answers them. */
public final class Examples {

    /**
     * One row.
     *
     * @param clean  as it is
     * @param seen   as the encoder saw it
     * @param output what the decoder made of it
     */
    public record Example(BufferedImage clean, BufferedImage seen, BufferedImage output) {
    }

    private final Session session;
    private final Dataset data;
    private final Slot input;

    /** @param session holds the weights, and takes rows of that data */
    public Examples(Session session, Dataset data) {
        this.session = session;
        this.data = data;
        this.input = session.program().port(Ports.INPUT);
    }

    /**
     * Rows to show: the first of each class where there are as many as are shown. Otherwise spread evenly:
     * neighbours in a folder are often alike.
     */
    public List<Integer> typical(int count) {
        var first = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < data.size(); i++) {
            int row = i;
            data.label(i).ifPresent(label -> first.putIfAbsent(label, row));
        }
        if (first.size() == count) {
            return first.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue).toList();
        }
        int shown = Math.min(count, data.size());
        return IntStream.range(0, shown).mapToObj(i -> (int) ((long) i * data.size() / shown)).toList();
    }

    /** The rows with the largest error among the first {@code among}, largest first. */
    public List<Integer> worst(int count, int among) {
        return worst(count, errors(among));
    }

    /** The rows with the largest of these errors, largest first. */
    public static List<Integer> worst(int count, double[] errors) {
        return IntStream.range(0, errors.length).boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> errors[row]).reversed()).limit(count)
                .toList();
    }

    /** Mean squared errors of the first {@code among} rows, or of all where there are fewer. */
    public double[] errors(int among) {
        var errors = new double[Math.min(among, data.size())];
        run(IntStream.range(0, errors.length).boxed().toList(), (row, at) -> errors[row] = at.mse());
        return errors;
    }

    /** Runs rows through the model. */
    public List<Example> of(List<Integer> rows) {
        var examples = new ArrayList<Example>();
        run(rows, (row, at) -> examples.add(new Example(image(at.clean, at.offset), image(at.seen, at.offset),
                image(at.output, at.offset))));
        return examples;
    }

    /** What the model did to a row: where its values begin in those of its batch. */
    private final class Place {
        private final float[] clean;
        private final float[] seen;
        private final float[] output;
        private int offset;

        private Place(float[] clean, float[] seen, float[] output) {
            this.clean = clean;
            this.seen = seen;
            this.output = output;
        }

        private double mse() {
            double sum = 0;
            for (int i = offset; i < offset + data.shape().elements(); i++) {
                double difference = clean[i] - output[i];
                sum += difference * difference;
            }
            return sum / data.shape().elements();
        }
    }

    private void run(List<Integer> rows, BiConsumer<Integer, Place> visitor) {
        int width = data.shape().elements();
        int batch = input.shape().extent(0);
        for (int from = 0; from < rows.size(); from += batch) {
            var some = rows.subList(from, Math.min(rows.size(), from + batch));
            var place = evaluate(some);
            for (int i = 0; i < some.size(); i++) {
                place.offset = i * width;
                visitor.accept(some.get(i), place);
            }
        }
    }

    private Place evaluate(List<Integer> rows) {
        var values = new float[input.elements()];
        for (int i = 0; i < rows.size(); i++) {
            data.read(rows.get(i), values, i * data.shape().elements());
        }
        session.write(input, values);
        Slot draw = session.program().ports().get(Ports.DRAW);
        if (draw != null) {
            session.write(draw, 0);
        }
        session.run(Routine.EVALUATE);
        return new Place(values, session.read(session.program().port(Ports.CORRUPTED)),
                session.read(session.program().port(Ports.OUTPUT)));
    }

    private BufferedImage image(float[] values, int offset) {
        return Pixels.image(Arrays.copyOfRange(values, offset, offset + data.shape().elements()),
                data.shape());
    }
}
