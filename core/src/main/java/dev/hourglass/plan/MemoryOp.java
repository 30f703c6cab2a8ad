package dev.hourglass.plan;

import java.util.List;

/** Moving values around. Nothing here rounds. */
public sealed interface MemoryOp extends Op {

    @Override
    default long flops() {
        return 0;
    }

    /** Every element of out becomes the value. */
    record Fill(float value, Slot out) implements MemoryOp {

        public Fill {
            Check.type("Fill", out, DType.F32);
        }

        @Override
        public List<Slot> reads() {
            return List.of();
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }

        @Override
        public String detail() {
            return "value " + value;
        }
    }

    /** out = in; shapes may differ, the number of elements may not. */
    record Copy(Slot in, Slot out, Write write) implements MemoryOp, Differentiable {

        public Copy {
            Check.sameElements("Copy", in, out);
            Check.apart("Copy", out, in);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, out, in);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }
    }

    /**
     * out[i] = table[indices[i]], row by row.
     *
     * @param table   (rows, ...)
     * @param indices I32 (n), each in [0, rows)
     * @param out     (n, ...) with rows like the table's
     */
    record Gather(Slot table, Slot indices, Slot out) implements MemoryOp {

        public Gather {
            Check.type("Gather", indices, DType.I32);
            Check.elements("Gather", indices, MatrixOp.Gemm.rows(out));
            if (MatrixOp.Gemm.columns(table) != MatrixOp.Gemm.columns(out)) {
                throw new PlanException("Gather: rows of " + table + " and " + out + " differ in length");
            }
            Check.apart("Gather", out, table, indices);
        }

        @Override
        public List<Slot> reads() {
            return List.of(table, indices);
        }

        @Override
        public List<Slot> writes() {
            return List.of(out);
        }
    }

    /** Rows and columns added on the four sides of an image. */
    record Border(int top, int bottom, int left, int right) {
        public Border {
            if (top < 0 || bottom < 0 || left < 0 || right < 0) {
                throw new PlanException("border " + top + "," + bottom + "," + left + "," + right
                        + ": no side may be negative");
            }
        }

        /** The extent of an image with this border around it. */
        public ImageExtent around(ImageExtent image) {
            return new ImageExtent(image.h() + top + bottom, image.w() + left + right, image.c());
        }

        private void check(String op, Slot inner, Slot outer) {
            int n = inner.shape().extent(0);
            Check.shape(op, outer, around(ImageExtent.of(inner.shape())).batch(n));
        }

        @Override
        public String toString() {
            return "top " + top + " bottom " + bottom + " left " + left + " right " + right;
        }
    }

    /** outer = inner (n, h, w, c) with a border of zeros; with ADD the border is left as it was. */
    record Pad(Border border, Slot inner, Slot outer, Write write) implements MemoryOp, Differentiable {

        public Pad {
            border.check("Pad", inner, outer);
            Check.apart("Pad", outer, inner);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, outer, inner);
        }

        @Override
        public List<Slot> writes() {
            return List.of(outer);
        }

        @Override
        public String detail() {
            return border.toString();
        }
    }

    /** inner = outer without its border. */
    record Crop(Border border, Slot outer, Slot inner, Write write) implements MemoryOp, Differentiable {

        public Crop {
            border.check("Crop", inner, outer);
            Check.apart("Crop", inner, outer);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, inner, outer);
        }

        @Override
        public List<Slot> writes() {
            return List.of(inner);
        }

        @Override
        public String detail() {
            return border.toString();
        }
    }

    /** A run of neighbouring channels: where it starts in the source and in the destination, and how many. */
    record ChannelSpan(int from, int to, int channels) {
        public ChannelSpan reversed() {
            return new ChannelSpan(to, from, channels);
        }
    }

    /**
     * destination[..., span.to + c] = source[..., span.from + c] for c in [0, span.channels). Only those
     * channels of the destination are written. Joins images side by side in their channels, and takes them
     * apart again.
     */
    record ChannelCopy(ChannelSpan span, Slot source, Slot destination, Write write)
            implements MemoryOp, Differentiable {

        public ChannelCopy {
            int sourceChannels = source.shape().extent(-1);
            int destinationChannels = destination.shape().extent(-1);
            if (source.elements() / sourceChannels != destination.elements() / destinationChannels) {
                throw new PlanException(
                        "ChannelCopy: " + source + " and " + destination + " differ in more than channels");
            }
            if (span.from < 0 || span.to < 0 || span.channels < 1
                    || span.from + span.channels > sourceChannels
                    || span.to + span.channels > destinationChannels) {
                throw new PlanException(
                        "ChannelCopy: " + span + " is not within " + source + " and " + destination);
            }
            Check.apart("ChannelCopy", destination, source);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, destination, source);
        }

        @Override
        public List<Slot> writes() {
            return List.of(destination);
        }

        @Override
        public String detail() {
            return span.toString();
        }
    }
}
