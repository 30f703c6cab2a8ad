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
import java.util.stream.IntStream;

/** Rows of a data set as a trained model sees and answers them. */
final class Examples {

    /**
     * One row.
     *
     * @param row    its number
     * @param clean  as it is
     * @param seen   as the encoder saw it
     * @param output what the decoder made of it
     * @param mse    mean squared error of the output
     */
    record Example(int row, BufferedImage clean, BufferedImage seen, BufferedImage output, double mse) {
    }

    private final Session session;
    private final Dataset data;
    private final Slot input;

    /** @param session holds the weights, and takes rows of that data */
    Examples(Session session, Dataset data) {
        this.session = session;
        this.data = data;
        this.input = session.program().port(Ports.INPUT);
    }

    /** Rows to show: the first of each class where there are two to ten of them, otherwise the first. */
    List<Integer> typical(int count) {
        var first = new LinkedHashMap<Integer, Integer>();
        for (int i = 0; i < data.size(); i++) {
            int row = i;
            data.label(i).ifPresent(label -> first.putIfAbsent(label, row));
        }
        if (first.size() == count) {
            return first.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue).toList();
        }
        return IntStream.range(0, Math.min(count, data.size())).boxed().toList();
    }

    /** The rows with the largest error among the first {@code among}, largest first. */
    List<Integer> worst(int count, int among) {
        var rows = IntStream.range(0, Math.min(among, data.size())).boxed().toList();
        return of(rows).stream().sorted(Comparator.comparingDouble(Example::mse).reversed())
                .limit(count).map(Example::row).toList();
    }

    /** Runs rows through the model. */
    List<Example> of(List<Integer> rows) {
        int batch = input.shape().extent(0);
        var examples = new ArrayList<Example>();
        for (int from = 0; from < rows.size(); from += batch) {
            examples.addAll(batch(rows.subList(from, Math.min(rows.size(), from + batch))));
        }
        return examples;
    }

    private List<Example> batch(List<Integer> rows) {
        int width = data.shape().elements();
        var values = new float[input.elements()];
        for (int i = 0; i < rows.size(); i++) {
            data.read(rows.get(i), values, i * width);
        }
        session.write(input, values);
        Slot draw = session.program().ports().get(Ports.DRAW);
        if (draw != null) {
            session.write(draw, 0);
        }
        session.run(Routine.EVALUATE);
        float[] seen = session.read(session.program().port(Ports.CORRUPTED));
        float[] output = session.read(session.program().port(Ports.OUTPUT));
        var examples = new ArrayList<Example>();
        for (int i = 0; i < rows.size(); i++) {
            examples.add(new Example(rows.get(i), image(values, i), image(seen, i), image(output, i),
                    mse(values, output, i * width, width)));
        }
        return examples;
    }

    private BufferedImage image(float[] values, int index) {
        int width = data.shape().elements();
        return Pixels.image(Arrays.copyOfRange(values, index * width, (index + 1) * width), data.shape());
    }

    private static double mse(float[] clean, float[] output, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double difference = clean[i] - output[i];
            sum += difference * difference;
        }
        return sum / count;
    }
}
