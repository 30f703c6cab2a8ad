package dev.hourglass.onednn;

import dev.hourglass.loops.Activations;
import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Elementwise.Body;
import dev.hourglass.loops.Lane;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Activation;
import dev.hourglass.plan.PointwiseOp;
import dev.hourglass.plan.PointwiseOp.Activate;
import dev.hourglass.plan.PointwiseOp.ActivateGradient;
import dev.hourglass.plan.PointwiseOp.AddBias;
import dev.hourglass.plan.PointwiseOp.AddScaled;
import dev.hourglass.plan.PointwiseOp.BiasGradient;
import dev.hourglass.plan.PointwiseOp.Multiply;
import dev.hourglass.plan.PointwiseOp.Scale;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;

/** Ops that work element by element. */
final class PointwiseKernels {
    private final Binding binding;
    private final ReluKernels relu;

    PointwiseKernels(Binding binding) {
        this.binding = binding;
        relu = new ReluKernels(binding.ops());
    }

    void bind(PointwiseOp op, Stage stage) {
        switch (op) {
            case AddBias o -> {
                for (Tile tile : stage.tiles()) {
                    stage.add(tile, new BiasKernel(stage.rows(o.in(), tile), stage.whole(o.bias()),
                            stage.rows(o.out(), tile), new Activation.Identity()));
                }
            }
            case BiasGradient o when PixelSums.fits(o) -> new PixelSums(o, stage, binding).bind();
            case BiasGradient o -> ColumnSums.bind(o, stage);
            case Activate(Activation.Relu f, var in, var out) -> {
                for (Tile tile : stage.tiles()) {
                    stage.add(tile, relu.value(tile.lane(), stage.rows(in, tile), stage.rows(out, tile)));
                }
            }
            case Activate(var function, var in, var out) ->
                elementwise(stage, out, Write.SET, Activations.value(function), in);
            case ActivateGradient o when o.function() instanceof Activation.Relu
                    && o.write() == Write.SET -> {
                for (Tile tile : stage.tiles()) {
                    stage.add(tile, relu.gradient(tile.lane(), stage.rows(o.saved(), tile),
                            stage.rows(o.outGradient(), tile), stage.rows(o.inGradient(), tile)));
                }
            }
            case ActivateGradient(var function, var saved, var outGradient, var inGradient, var write) ->
                elementwise(stage, inGradient, write, Activations.gradient(function), saved, outGradient);
            case AddScaled(var a, var b, float scale, var out) ->
                elementwise(stage, out, Write.SET, addScaled(scale), a, b);
            case Scale(var in, float factor, var out, var write) ->
                elementwise(stage, out, write, scale(factor), in);
            case Multiply(var a, var b, var out, var write) ->
                elementwise(stage, out, write, PointwiseKernels::multiply, a, b);
        }
    }

    /** One kernel per tile. */
    static void elementwise(Stage stage, Slot out, Write write, Body body, Slot... inputs) {
        for (Tile tile : stage.tiles()) {
            var places = new Place[inputs.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = stage.rows(inputs[i], tile);
            }
            stage.add(tile, Elementwise.whole(stage.rows(out, tile), write, body, places));
        }
    }

    private static Body addScaled(float scale) {
        return (lane, count) -> {
            float[] x = lane.floats(0);
            float[] y = lane.floats(1);
            for (int i = 0; i < count; i++) {
                x[i] += scale * y[i];
            }
        };
    }

    private static Body scale(float factor) {
        return (lane, count) -> {
            float[] x = lane.floats(0);
            for (int i = 0; i < count; i++) {
                x[i] *= factor;
            }
        };
    }

    private static void multiply(Lane lane, int count) {
        float[] x = lane.floats(0);
        float[] y = lane.floats(1);
        for (int i = 0; i < count; i++) {
            x[i] *= y[i];
        }
    }
}
