package dev.hourglass.bench.onnxruntime;

import dev.hourglass.bench.SharedData;
import dev.hourglass.bench.TutorialModel;
import java.util.List;

/**
 * The models as ONNX files (IR version 8, operators of version 17). Field numbers are those of
 * <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class OnnxModel {
    static final String INPUT = "input";
    static final String OUTPUT = "output";
    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_INTEGERS = 7;

    private final SharedData data;
    private final Message graph = new Message();
    private String last = INPUT;
    private int nodes;

    private OnnxModel(SharedData data) {
        this.data = data;
    }

    static byte[] of(TutorialModel model, SharedData data, int batch) {
        var writer = new OnnxModel(data);
        switch (model) {
            case DENOISE -> writer.denoise();
            case COMPRESS -> writer.compress();
        }
        writer.node("Sigmoid", OUTPUT, List.of());
        int side = data.side();
        long[] image = {batch, 1, side, side};
        writer.graph.text(2, model.word()).message(11, value(INPUT, image))
                .message(12, value(OUTPUT,
                        model == TutorialModel.DENOISE ? image : new long[] {batch, side * side}));
        return new Message().number(1, 8).text(2, "hourglass").message(7, writer.graph)
                .message(8, new Message().text(1, "").number(2, 17)).toBytes();
    }

    private void denoise() {
        conv(0, 1);
        relu();
        conv(1, 2);
        relu();
        conv(2, 2);
        relu();
        transposed(3, 2, 1);
        relu();
        transposed(4, 1, 0);
        relu();
        transposed(5, 2, 1);
        relu();
        conv(6, 1);
    }

    private void compress() {
        for (int layer = 0; layer < 2; layer++) {
            conv(layer, 1);
            relu();
            node("MaxPool", List.of(integers("kernel_shape", 2, 2), integers("strides", 2, 2)));
        }
        node("Flatten", List.of());
        dense(2);
        dense(3);
    }

    private void conv(int layer, int stride) {
        weighted("Conv", layer, List.of(integers("pads", 1, 1, 1, 1), integers("strides", stride, stride)));
    }

    private void transposed(int layer, int stride, int outputPadding) {
        weighted("ConvTranspose", layer,
                List.of(integers("pads", 1, 1, 1, 1), integers("strides", stride, stride),
                        integers("output_padding", outputPadding, outputPadding)));
    }

    private void dense(int layer) {
        weighted("Gemm", layer, List.of());
    }

    private void relu() {
        node("Relu", List.of());
    }

    private void weighted(String operator, int layer, List<Message> attributes) {
        String weights = "weights" + layer;
        String bias = "bias" + layer;
        tensor(weights, 2 * layer);
        tensor(bias, 2 * layer + 1);
        node(operator, "value" + nodes, attributes, weights, bias);
    }

    private void node(String operator, List<Message> attributes) {
        node(operator, "value" + nodes, attributes);
    }

    private void node(String operator, String result, List<Message> attributes, String... parameters) {
        var node = new Message().text(1, last);
        for (String parameter : parameters) {
            node.text(1, parameter);
        }
        node.text(2, result).text(3, operator + nodes++).text(4, operator);
        attributes.forEach(each -> node.message(5, each));
        graph.message(1, node);
        last = result;
    }

    private static Message integers(String name, int... values) {
        var attribute = new Message().text(1, name);
        for (int value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, ATTRIBUTE_INTEGERS);
    }

    /** A parameter: filters (small c, large c, kh, kw), matrices with the rows that channels first makes. */
    private void tensor(String name, int i) {
        var shape = data.parameters().get(i).shape();
        float[] values = data.values(i);
        var tensor = new Message();
        if (shape.size() == 4) {
            // (s, h, w, l) to (s, l, h, w): of each s the matrix (h · w, l) is transposed.
            int s = shape.get(0);
            int hw = shape.get(1) * shape.get(2);
            int l = shape.get(3);
            tensor.number(1, s).number(1, l).number(1, shape.get(1)).number(1, shape.get(2));
            values = transposed(values, s, hw, l, 1);
        } else {
            shape.forEach(each -> tensor.number(1, each));
            if (shape.size() == 2 && i >= 2 && data.parameters().get(i - 2).shape().size() == 4) {
                int hw = data.side() / 4 * (data.side() / 4);
                values = transposed(values, 1, hw, shape.get(0) / hw, shape.get(1));
            }
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
    }

    /** (a, b, c, d) to (a, c, b, d). */
    private static float[] transposed(float[] values, int a, int b, int c, int d) {
        var result = new float[values.length];
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                for (int k = 0; k < c; k++) {
                    System.arraycopy(values, ((i * b + j) * c + k) * d, result, ((i * c + k) * b + j) * d, d);
                }
            }
        }
        return result;
    }

    private static Message value(String name, long... extents) {
        var shape = new Message();
        for (long extent : extents) {
            shape.message(1, new Message().number(1, extent));
        }
        var type = new Message().message(1, new Message().number(1, FLOAT).message(2, shape));
        return new Message().text(1, name).message(2, type);
    }
}
