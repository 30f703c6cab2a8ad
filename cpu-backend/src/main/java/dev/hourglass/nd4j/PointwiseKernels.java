package dev.hourglass.nd4j;

import dev.hourglass.loops.Activations;
import dev.hourglass.loops.Elementwise;
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
import dev.hourglass.plan.Write;
import java.util.List;

/** Ops that work element by element. */
final class PointwiseKernels {
    private final Binding binding;

    PointwiseKernels(Binding binding) {
        this.binding = binding;
    }

    void bind(PointwiseOp op) {
        switch (op) {
            case AddBias(var in, var bias, var out) ->
                binding.add(new BiasKernel(binding.place(in), binding.place(bias), binding.place(out)));
            case BiasGradient o -> biasGradient(o);
            case Activate o -> activate(o);
            case ActivateGradient o -> activateGradient(o);
            case AddScaled(var a, var b, float scale, var out) ->
                binding.add(Elementwise.shared(binding.place(out),
                        Write.SET, (lane, count) -> {
                            float[] x = lane.floats(0);
                            float[] y = lane.floats(1);
                            for (int i = 0; i < count; i++) {
                                x[i] += scale * y[i];
                            }
                        }, binding.place(a), binding.place(b)));
            case Scale(var in, float factor, var out, var write) ->
                binding.add(Elementwise.shared(binding.place(out),
                        write, (lane, count) -> {
                            float[] x = lane.floats(0);
                            for (int i = 0; i < count; i++) {
                                x[i] *= factor;
                            }
                        }, binding.place(in)));
            case Multiply(var a, var b, var out, var write) ->
                binding.add(Elementwise.shared(binding.place(out), write,
                        (lane, count) -> {
                            float[] x = lane.floats(0);
                            float[] y = lane.floats(1);
                            for (int i = 0; i < count; i++) {
                                x[i] *= y[i];
                            }
                        }, binding.place(a), binding.place(b)));
        }
    }

    /** The bias and the function of it in one pass over the image. */
    void bindBiasAndActivation(AddBias bias, Activate activation) {
        binding.add(new BiasKernel(binding.place(bias.in()), binding.place(bias.bias()),
                binding.place(activation.out()), Activations.value(activation.function())));
    }

    private void activate(Activate op) {
        Place in = binding.place(op.in());
        Place out = binding.place(op.out());
        if (op.function() instanceof Activation.Relu) {
            relu(in, out);
        } else {
            binding.add(Elementwise.shared(out, Write.SET, Activations.value(op.function()), in));
        }
    }

    /** ND4J's own loop, which needs no copies, runs at the speed of the memory. */
    private void relu(Place in, Place out) {
        var parts = new NativeOp[binding.lanes()];
        for (int i = 0; i < parts.length; i++) {
            int from = Lane.from(i, parts.length, in.elements());
            int count = Lane.from(i + 1, parts.length, in.elements()) - from;
            if (count > 0) {
                parts[i] = binding.own(new NativeOp(binding.natives(), "relu",
                        List.of(Tensor.of(binding.natives(), in.at(from), count)),
                        List.of(Tensor.of(binding.natives(), out.at(from), count))));
            }
        }
        binding.add(lane -> {
            NativeOp part = parts[lane.index()];
            if (part != null) {
                part.run();
            }
        });
    }

    private void activateGradient(ActivateGradient op) {
        Place saved = binding.place(op.saved());
        Place outGradient = binding.place(op.outGradient());
        Place inGradient = binding.place(op.inGradient());
        if (op.function() instanceof Activation.Relu && op.write() == Write.SET) {
            binding.add(lane -> reluGradient(lane, saved, outGradient, inGradient));
        } else {
            binding.add(Elementwise.shared(inGradient, op.write(), Activations.gradient(op.function()), saved,
                    outGradient));
        }
    }

    /**
     * On the bits: a float is greater than 0 exactly when its bits, as an integer, are. Unlike a comparison
     * this does not branch, and signs of activations cannot be predicted.
     */
    private static void reluGradient(Lane lane, Place saved, Place outGradient, Place inGradient) {
        int[] s = lane.ints(0);
        int[] g = lane.ints(1);
        int end = lane.to(saved.elements());
        for (int at = lane.from(saved.elements()); at < end; at += Lane.BLOCK) {
            int count = Math.min(Lane.BLOCK, end - at);
            saved.load(at, s, count);
            outGradient.load(at, g, count);
            for (int i = 0; i < count; i++) {
                g[i] &= (-s[i] & ~s[i]) >> 31;
            }
            inGradient.store(at, g, count);
        }
    }

    /** Each lane sums its rows; lane 0 adds the sums up. */
    private void biasGradient(BiasGradient op) {
        Place out = binding.place(op.outGradient());
        Place gradient = binding.place(op.biasGradient());
        new ColumnSums(binding, out, gradient.elements()).bind(gradient, op.write());
    }
}
