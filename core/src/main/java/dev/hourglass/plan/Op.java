package dev.hourglass.plan;

import java.util.List;

/**
 * One kernel of a static program: a record of what is computed over which slots. The families are sealed, so
 * a backend that forgets one does not compile. An op holds only numbers that stay fixed for the run; what
 * changes from step to step lies in a CONTROL slot, because a captured graph freezes everything else.
 */
public sealed interface Op
        permits MatrixOp, ConvOp, PoolOp, PointwiseOp, NormOp, RandomOp, LossOp, UpdateOp, MemoryOp {

    /** Slots whose old contents the op uses, including a destination that it adds to. */
    List<Slot> reads();

    /** Slots the op writes, wholly unless its documentation says otherwise. */
    List<Slot> writes();

    /**
     * Inputs of an element-wise op whose memory its result may take when nobody reads them later. Element i
     * of the result then depends on element i of that input alone.
     */
    default List<Slot> reusable() {
        return List.of();
    }

    /** Floating point operations of one run, a multiply-add counted as two. */
    default long flops() {
        return writes().stream().mapToLong(Slot::elements).sum();
    }

    /**
     * What distinguishes this op from others of its kind, for the printed program; empty when nothing does.
     */
    default String detail() {
        return "";
    }

    /** Name of the op: its record's. */
    default String name() {
        return getClass().getSimpleName();
    }
}
