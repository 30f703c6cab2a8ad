package dev.hourglass.plan;

import java.util.List;

/** Losses. The first extent of a prediction counts its rows. */
public sealed interface LossOp extends Op {

    /**
     * losses[i] = mean over the elements of row i.
     *
     * @param prediction (n, ...)
     * @param target     as many elements as prediction
     * @param losses     (n)
     */
    record SampleLoss(Criterion criterion, Slot prediction, Slot target, Slot losses) implements LossOp {

        public SampleLoss {
            Check.sameElements("SampleLoss", prediction, target);
            Check.elements("SampleLoss", losses, MatrixOp.Gemm.rows(prediction));
        }

        @Override
        public List<Slot> reads() {
            return List.of(prediction, target);
        }

        @Override
        public List<Slot> writes() {
            return List.of(losses);
        }

        @Override
        public long flops() {
            return 3L * prediction.elements();
        }

        @Override
        public String detail() {
            return criterion.toString();
        }
    }

    /**
     * gradient = ∂/∂prediction of Σᵢ wᵢ lossᵢ / Σᵢ wᵢ. All zero when the weights sum to zero.
     *
     * @param weights  (n); a row that only fills up the last batch has weight 0
     * @param gradient of the prediction's shape
     */
    record LossGradient(Criterion criterion, Slot prediction, Slot target, Slot weights, Slot gradient)
            implements LossOp {

        public LossGradient {
            Check.sameElements("LossGradient", prediction, target);
            Check.sameElements("LossGradient", prediction, gradient);
            Check.elements("LossGradient", weights, MatrixOp.Gemm.rows(prediction));
            Check.apart("LossGradient", gradient, weights);
        }

        @Override
        public List<Slot> reads() {
            return List.of(prediction, target, weights);
        }

        @Override
        public List<Slot> writes() {
            return List.of(gradient);
        }

        @Override
        public List<Slot> reusable() {
            return List.of(prediction);
        }

        @Override
        public long flops() {
            return 3L * prediction.elements();
        }

        @Override
        public String detail() {
            return criterion.toString();
        }
    }

    /**
     * totals[0] = Σ weightᵢ · valueᵢ and totals[1] = Σ weightᵢ, so that a mean over many batches counts every
     * row once.
     *
     * @param values  (n)
     * @param weights (n)
     * @param totals  (2)
     */
    record WeightedSum(Slot values, Slot weights, Slot totals, Write write) implements LossOp {

        public WeightedSum {
            Check.sameElements("WeightedSum", values, weights);
            Check.elements("WeightedSum", totals, 2);
        }

        @Override
        public List<Slot> reads() {
            return Check.reads(write, totals, values, weights);
        }

        @Override
        public List<Slot> writes() {
            return List.of(totals);
        }
    }
}
