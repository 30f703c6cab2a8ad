package dev.hourglass.loops;

import dev.hourglass.plan.UpdateOp;
import dev.hourglass.plan.UpdateOp.Adam;
import dev.hourglass.plan.UpdateOp.AdamSettings;
import dev.hourglass.plan.UpdateOp.Advance;
import dev.hourglass.plan.UpdateOp.ClipScale;
import dev.hourglass.plan.UpdateOp.Decay;
import dev.hourglass.plan.UpdateOp.GradientNorm;
import dev.hourglass.plan.UpdateOp.Momentum;
import dev.hourglass.plan.UpdateOp.Sgd;

/** Optimizer steps. */
public final class UpdateKernels {
    private static final double CLIP_EPSILON = 1e-6;

    private final Binder binder;

    /** Kernels of ops bound by it. */
    public UpdateKernels(Binder binder) {
        this.binder = binder;
    }

    /** Adds the kernels of an op. */
    public void bind(UpdateOp op) {
        switch (op) {
            case Sgd o -> sgd(o);
            case Adam o -> adam(o);
            case GradientNorm o -> gradientNorm(o);
            case ClipScale(float limit, var norm, var scale) -> {
                Place from = binder.place(norm);
                Place to = binder.place(scale);
                binder.alone(lane -> to.set(0, (float) Math.min(1, limit / (from.get(0) + CLIP_EPSILON))));
            }
            case Advance(var counter) -> {
                Place place = binder.place(counter);
                binder.alone(lane -> place.setInt(0, place.getInt(0) + 1));
            }
        }
    }

    private void sgd(Sgd op) {
        Place params = binder.place(op.params());
        Place grads = binder.place(op.grads());
        Place velocity = binder.place(op.velocity());
        Place rate = binder.place(op.control().rate());
        Place scale = binder.place(op.control().scale());
        float momentum = op.settings().momentum();
        float decay = op.settings().weightDecay();
        float own = op.settings().kind() == Momentum.NESTEROV ? 1 : 0;
        float ahead = op.settings().kind() == Momentum.NESTEROV ? momentum : 1;
        binder.add(lane -> {
            float step = rate.get(0);
            float factor = scale.get(0);
            float[] p = lane.floats(0);
            float[] g = lane.floats(1);
            float[] v = lane.floats(2);
            int end = lane.to(params.elements());
            for (int at = lane.from(params.elements()); at < end; at += Lane.BLOCK) {
                int count = Math.min(Lane.BLOCK, end - at);
                params.load(at, p, count);
                grads.load(at, g, count);
                velocity.load(at, v, count);
                for (int i = 0; i < count; i++) {
                    float gradient = factor * g[i] + decay * p[i];
                    v[i] = momentum * v[i] + gradient;
                    p[i] -= step * (own * gradient + ahead * v[i]);
                }
                velocity.store(at, v, count);
                params.store(at, p, count);
            }
        });
    }

    private void adam(Adam op) {
        Place params = binder.place(op.params());
        Place grads = binder.place(op.grads());
        Place first = binder.place(op.first());
        Place second = binder.place(op.second());
        Place rate = binder.place(op.control().rate());
        Place scale = binder.place(op.control().scale());
        Place number = binder.place(op.control().step());
        AdamSettings s = op.settings();
        float coupled = s.decay() == Decay.COUPLED ? s.weightDecay() : 0;
        double decoupled = s.decay() == Decay.DECOUPLED ? s.weightDecay() : 0;
        binder.add(lane -> {
            int t = number.getInt(0);
            float factor = scale.get(0);
            float kept = (float) (1 - rate.get(0) * decoupled);
            float step = (float) (rate.get(0) / (1 - Math.pow(s.beta1(), t)));
            float correction = (float) (1 / (1 - Math.pow(s.beta2(), t)));
            int end = lane.to(params.elements());
            for (int at = lane.from(params.elements()); at < end; at += Lane.BLOCK) {
                int count = Math.min(Lane.BLOCK, end - at);
                params.load(at, lane.floats(0), count);
                grads.load(at, lane.floats(1), count);
                first.load(at, lane.floats(2), count);
                second.load(at, lane.floats(3), count);
                moments(lane, s, factor, coupled, count);
                move(lane, s.epsilon(), kept, step, correction, count);
                params.store(at, lane.floats(0), count);
                first.store(at, lane.floats(2), count);
                second.store(at, lane.floats(3), count);
            }
        });
    }

    private static void moments(Lane lane, AdamSettings s, float factor, float coupled, int count) {
        float[] p = lane.floats(0);
        float[] g = lane.floats(1);
        float[] m = lane.floats(2);
        float[] v = lane.floats(3);
        float beta1 = s.beta1();
        float beta2 = s.beta2();
        float rest1 = (float) (1 - (double) beta1);
        float rest2 = (float) (1 - (double) beta2);
        for (int i = 0; i < count; i++) {
            float gradient = factor * g[i] + coupled * p[i];
            m[i] = beta1 * m[i] + rest1 * gradient;
            v[i] = beta2 * v[i] + rest2 * gradient * gradient;
        }
    }

    private static void move(Lane lane, float epsilon, float kept, float step, float correction, int count) {
        float[] p = lane.floats(0);
        float[] m = lane.floats(2);
        float[] v = lane.floats(3);
        for (int i = 0; i < count; i++) {
            p[i] = kept * p[i] - step * m[i] / ((float) Math.sqrt(v[i] * correction) + epsilon);
        }
    }

    /** Each lane sums its squares; lane 0 adds the sums up. */
    private void gradientNorm(GradientNorm op) {
        Place grads = binder.place(op.grads());
        Place norm = binder.place(op.norm());
        var sums = new double[binder.lanes()];
        binder.add(lane -> {
            double sum = 0;
            int end = lane.to(grads.elements());
            for (int at = lane.from(grads.elements()); at < end; at += Lane.BLOCK) {
                int count = Math.min(Lane.BLOCK, end - at);
                float[] g = lane.floats(0);
                grads.load(at, g, count);
                sum += Sums.ofSquares(g, count);
            }
            sums[lane.index()] = sum;
        });
        binder.alone(lane -> {
            double sum = 0;
            for (double each : sums) {
                sum += each;
            }
            norm.set(0, (float) Math.sqrt(sum));
        });
    }
}
