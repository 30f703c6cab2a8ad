package dev.hourglass.testing;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.Window;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Mistakes that convolutions have been seen with. */
final class ConvMutants {

    private interface Order {
        /** The element of the filter that is taken for tap (p, q) from channel c to channel k. */
        int element(int k, int p, int q, int c);
    }

    private ConvMutants() {
    }

    static List<Mutant> all() {
        var mutants = new ArrayList<Mutant>();
        for (Class<? extends ConvOp> kind : List.of(Convolve.class, ConvolveAdjoint.class)) {
            mutants.add(filterOrder("filter flipped", kind, g -> (k, p, q, c) -> plain(g, k,
                    g.window().kernel().h() - 1 - p, g.window().kernel().w() - 1 - q, c)));
            mutants.add(filterOrder("filter transposed", kind,
                    g -> (k, p, q, c) -> ((k * g.window().kernel().w() + q)
                            * g.window().kernel().h() + p) * inner(g) + c));
            mutants.add(filterOrder("filter channels first", kind, g -> (k, p, q, c) -> ((k * inner(g) + c)
                    * g.window().kernel().h() + p) * g.window().kernel().w() + q));
            mutants.add(filterOrder("filter's sides exchanged", kind, g -> (k, p, q, c) -> ((c
                    * g.window().kernel().h() + p) * g.window().kernel().w() + q) * g.small().c() + k));
        }
        mutants.add(wrongWindow("stride h and w swapped",
                w -> new Window(w.kernel(), swapped(w.stride()), w.pad(), w.dilation())));
        mutants.add(wrongWindow("pad h and w swapped",
                w -> new Window(w.kernel(), w.stride(), swapped(w.pad()), w.dilation())));
        mutants.add(wrongWindow("dilation h and w swapped",
                w -> new Window(w.kernel(), w.stride(), w.pad(), swapped(w.dilation()))));
        mutants.add(wrongWindow("dilation ignored",
                w -> new Window(w.kernel(), w.stride(), w.pad(), new Extent2(1, 1))));
        mutants.add(wrongGroups());
        mutants.add(lastRowUnwritten());
        mutants.add(shifted());
        mutants.add(flippedFilterGradient());
        return mutants;
    }

    private static int inner(ConvGeometry g) {
        return g.large().c() / g.groups();
    }

    private static Extent2 swapped(Extent2 pair) {
        return new Extent2(pair.w(), pair.h());
    }

    private static int plain(ConvGeometry g, int k, int p, int q, int c) {
        return ((k * g.window().kernel().h() + p) * g.window().kernel().w() + q) * inner(g) + c;
    }

    private static float[] reordered(ConvGeometry g, float[] filter, Order order) {
        float[] wrong = new float[filter.length];
        for (int k = 0; k < g.small().c(); k++) {
            for (int p = 0; p < g.window().kernel().h(); p++) {
                for (int q = 0; q < g.window().kernel().w(); q++) {
                    for (int c = 0; c < inner(g); c++) {
                        wrong[plain(g, k, p, q, c)] = filter[order.element(k, p, q, c) % filter.length];
                    }
                }
            }
        }
        return wrong;
    }

    private static Mutant filterOrder(String name, Class<? extends ConvOp> kind,
            Function<ConvGeometry, Order> order) {
        return Mutant.running(name + " in " + kind.getSimpleName(), kind, (op, values, right) -> {
            var filter = op.reads().get(1);
            float[] before = values.floats(filter);
            values.put(filter, reordered(op.geometry(), before, order.apply(op.geometry())));
            right.run();
            values.put(filter, before);
        });
    }

    private static Mutant flippedFilterGradient() {
        return Mutant.running("filter's gradient flipped", FilterGradient.class, (op, values, right) -> {
            var g = op.geometry();
            float[] before = values.floats(op.filter());
            right.run();
            float[] after = values.floats(op.filter());
            if (op.write() == Write.SET) {
                values.put(op.filter(), reordered(g, after, (k, p, q, c) -> plain(g, k,
                        g.window().kernel().h() - 1 - p, g.window().kernel().w() - 1 - q, c)));
            } else {
                values.put(op.filter(), before);
            }
        });
    }

    private static Mutant wrongWindow(String name, UnaryOperator<Window> change) {
        return Mutant.running(name, Convolve.class, (op, values, right) -> values.put(op.small(),
                convolve(op, values, change.apply(op.geometry().window()), op.geometry().groups()),
                op.write()));
    }

    private static Mutant wrongGroups() {
        return Mutant.running("every group sees the first one's channels", Convolve.class,
                (op, values, right) -> values.put(op.small(),
                        convolve(op, values, op.geometry().window(), 1), op.write()));
    }

    /** The definition with another window; with groups = 1 every channel of small starts at channel 0. */
    private static float[] convolve(Convolve op, Values values, Window w, int groups) {
        var g = op.geometry();
        float[] x = values.floats(op.large());
        float[] f = values.floats(op.filter());
        float[] y = new float[op.small().elements()];
        int at = 0;
        for (int n = 0; n < g.n(); n++) {
            for (int i = 0; i < g.small().h(); i++) {
                for (int j = 0; j < g.small().w(); j++) {
                    for (int k = 0; k < g.small().c(); k++) {
                        int from = k / (g.small().c() / groups) * (g.large().c() / groups);
                        y[at++] = tapSum(g, w, x, f, new int[] {n, i, j, k, from});
                    }
                }
            }
        }
        return y;
    }

    private static float tapSum(ConvGeometry g, Window w, float[] x, float[] f, int[] place) {
        double sum = 0;
        for (int p = 0; p < w.kernel().h(); p++) {
            for (int q = 0; q < w.kernel().w(); q++) {
                int row = place[1] * w.stride().h() - w.pad().h() + p * w.dilation().h();
                int column = place[2] * w.stride().w() - w.pad().w() + q * w.dilation().w();
                if (row < 0 || column < 0 || row >= g.large().h() || column >= g.large().w()) {
                    continue;
                }
                int pixel = (place[0] * g.large().h() + row) * g.large().w() + column;
                for (int c = 0; c < inner(g); c++) {
                    sum += (double) x[pixel * g.large().c() + place[4] + c] * f[plain(g, place[3], p, q, c)];
                }
            }
        }
        return (float) sum;
    }

    /** The transposed convolution that forgets the rows and columns which outputPadding adds. */
    private static Mutant lastRowUnwritten() {
        return Mutant.running("last row of large unwritten", ConvolveAdjoint.class, (op, values, right) -> {
            float[] before = values.floats(op.large());
            right.run();
            float[] after = values.floats(op.large());
            int image = op.geometry().large().elements();
            int row = op.geometry().large().w() * op.geometry().large().c();
            for (int n = 1; n <= op.geometry().n(); n++) {
                System.arraycopy(before, n * image - row, after, n * image - row, row);
            }
            values.put(op.large(), after);
        });
    }

    private static Mutant shifted() {
        return Mutant.running("image shifted by one pixel", ConvolveAdjoint.class, (op, values, right) -> {
            right.run();
            float[] after = values.floats(op.large());
            float[] moved = new float[after.length];
            int c = op.geometry().large().c();
            System.arraycopy(after, 0, moved, c, after.length - c);
            values.put(op.large(), moved);
        });
    }
}
