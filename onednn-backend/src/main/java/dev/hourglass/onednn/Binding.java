package dev.hourglass.onednn;

import dev.hourglass.loops.Binder;
import dev.hourglass.loops.Elementwise;
import dev.hourglass.loops.Kernel;
import dev.hourglass.loops.Place;
import dev.hourglass.plan.Slot;
import dev.hourglass.plan.Write;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** What ops are bound with, and what binding them yields. */
final class Binding implements Binder, AutoCloseable {
    private final OneDnnMemory memory;
    private final int lanes;
    private final Scratch scratch;
    private final NativeOps ops;
    private final List<Phase> phases = new ArrayList<>();

    Binding(Natives natives, OneDnnMemory memory, Lanes lanes) {
        this.memory = memory;
        this.lanes = lanes.count();
        this.scratch = new Scratch(this.lanes);
        this.ops = new NativeOps(natives.engine(), lanes.streams(), scratch);
    }

    NativeOps ops() {
        return ops;
    }

    Scratch scratch() {
        return scratch;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public Place place(Slot slot) {
        return memory.place(slot);
    }

    Stage stage(Stretch stretch) {
        return new Stage(stretch, memory, scratch, lanes);
    }

    void add(Stage stage) {
        phases.addAll(stage.phases());
    }

    @Override
    public void add(Kernel kernel) {
        var all = new ArrayList<List<Kernel>>();
        for (int lane = 0; lane < lanes; lane++) {
            all.add(List.of(kernel));
        }
        phases.add(new Phase(all));
    }

    @Override
    public void alone(Kernel kernel) {
        var all = new ArrayList<List<Kernel>>();
        all.add(new ArrayList<>(List.of(kernel)));
        for (int lane = 1; lane < lanes; lane++) {
            all.add(List.of());
        }
        if (!phases.isEmpty() && phases.getLast().isAlone()) {
            all.getFirst().addAll(0, phases.removeLast().lanes().getFirst());
        }
        phases.add(new Phase(all));
    }

    /**
     * Where a sum over all tiles goes.
     *
     * @param place  of the result
     * @param layout of the result
     * @param lane   that brings it there
     */
    record Result(Place place, dnnl_memory_desc layout, Write write, int lane) {
    }

    /**
     * Adds up the lanes' sums after the last tile and brings them where they belong.
     *
     * @param sums   one per lane that has tiles, in the same layout
     * @param layout of the sums
     */
    void total(Stage stage, List<Place> sums, dnnl_memory_desc layout, Result result) {
        int lane = result.lane();
        Place total = sums.getFirst();
        for (Place more : sums.subList(1, sums.size())) {
            stage.after(lane, Elementwise.sum(total, more));
        }
        if (result.write() == Write.SET) {
            stage.after(lane, ops.reorder(lane, layout, total, result.layout(), result.place()));
        } else {
            Place reordered = scratch.result(lane, result.place());
            stage.after(lane, ops.reorder(lane, layout, total, result.layout(), reordered));
            stage.after(lane, Elementwise.sum(result.place(), reordered));
        }
    }

    Kernel[][][] kernels() {
        return phases.stream().map(Phase::kernels).toArray(Kernel[][][]::new);
    }

    @Override
    public void close() {
        ops.close();
        scratch.close();
    }
}
