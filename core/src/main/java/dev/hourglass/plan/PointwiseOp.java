package dev.hourglass.plan;

import java.util.List;

/** Ops that work element by element, and the sums that belong to them. */
public sealed interface PointwiseOp extends Op {

    /** out[..., c] = in[..., c] + bias[c], c being the last axis. */
    record AddBias(Slot in, Slot bias, Slot out) implements PointwiseOp, Differentiable {

        public AddBias {
            Check.sameElements("AddBias", in, out);
            Check.elements("AddBias", bias, in.shape().extent(-1));
            Check.apart("AddBias", out, bias);
        }

        @Override
        public List<Slot> reads() {
            return List.of(in, bias);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return List.of(in);
        }
    }

    /** biasGradient[c] = Σ of outGradient[..., c] over all other axes. */
    record BiasGradient(Slot outGradient, Slot biasGradient, Write write) implements PointwiseOp {

        public BiasGradient {
            Check.elements("BiasGradient", biasGradient, outGradient.shape().extent(-1));
            Check.apart("BiasGradient", biasGradient, outGradient);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, biasGradient, outGradient);
        }

        @Override
        public List<Slot> writes() {
            return List.of(biasGradient);
        }

        @Override
        public long flops() {
            return outGradient.elements();
        }
    }

    /** out = f(in). */
    record Activate(Activation function, Slot in, Slot out) implements PointwiseOp, Differentiable {

        public Activate {
            Check.sameElements("Activate", in, out);
        }

        /** The slot the derivative is computed from. */
        public Slot saved() {
            return function.saved() == Activation.Saved.INPUT ? in : out;
        }

        @Override
        public List<Slot> reads() {
            return List.of(in);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return List.of(in);
        }

        @Override
        public String detail() {
            return function.toString();
        }
    }

    /**
     * inGradient = f′ · outGradient.
     *
     * @param saved the function's input or output, whichever {@link Activation#saved()} names
     */
    record ActivateGradient(Activation function, Slot saved, Slot outGradient, Slot inGradient, Write write)
            implements PointwiseOp {

        public ActivateGradient {
            Check.sameElements("ActivateGradient", saved, inGradient);
            Check.sameElements("ActivateGradient", outGradient, inGradient);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, inGradient, saved, outGradient);
        }

        @Override
        public List<Slot> writes() {
            return List.of(inGradient);
        }

        @Override
        public List<Slot> reusable() {
            return write == Write.SET ? List.of(outGradient, saved) : List.of();
        }

        @Override
        public String detail() {
            return function.toString();
        }
    }

    /** out = a + scale · b. */
    record AddScaled(Slot a, Slot b, float scale, Slot out) implements PointwiseOp, Differentiable {

        public AddScaled {
            Check.sameElements("AddScaled", a, b);
            Check.sameElements("AddScaled", a, out);
        }

        @Override
        public List<Slot> reads() {
            return List.of(a, b);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return List.of(a, b);
        }

        @Override
        public String detail() {
            return "scale " + scale;
        }
    }

    /** out = factor · in. */
    record Scale(Slot in, float factor, Slot out, Write write) implements PointwiseOp, Differentiable {

        public Scale {
            Check.sameElements("Scale", in, out);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, out, in);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return write == Write.SET ? List.of(in) : List.of();
        }

        @Override
        public String detail() {
            return "factor " + factor;
        }
    }

    /** out = a · b, element by element. */
    record Multiply(Slot a, Slot b, Slot out, Write write) implements PointwiseOp, Differentiable {

        public Multiply {
            Check.sameElements("Multiply", a, b);
            Check.sameElements("Multiply", a, out);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, out, a, b);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public List<Slot> reusable() {
            return write == Write.SET ? List.of(a, b) : List.of();
        }
    }
}
