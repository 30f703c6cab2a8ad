package dev.hourglass.cuda;

import dev.hourglass.spi.BackendException;
import dev.hourglass.spi.Replay;
import java.lang.foreign.Arena;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** A compiled routine: its steps over fixed addresses, as a rule captured into one CUDA graph. */
final class CudaReplay implements Replay {
    private final CudaDevice device;
    private final Arena arena;
    private final Execution execution;
    private final Binding.BoundOp[] ops;
    private final CUgraphExec graph = new CUgraphExec();
    private long scratch;
    private boolean open = true;

    private CudaReplay(Binding binding, Execution execution) {
        this.device = binding.device();
        this.arena = binding.arena();
        this.execution = execution;
        this.ops = binding.ops().toArray(Binding.BoundOp[]::new);
    }

    static CudaReplay of(Binding binding, Execution execution) {
        var replay = new CudaReplay(binding, execution);
        long bytes = binding.scratch().bytes();
        if (bytes > 0) {
            replay.scratch = replay.device.allocate(bytes, "the working memory of a routine");
            binding.scratch().place(replay.scratch);
        }
        try {
            if (execution == Execution.GRAPH) {
                replay.capture();
            }
            return replay;
        } catch (RuntimeException e) {
            replay.freeScratch();
            throw e;
        }
    }

    private void capture() {
        var recorded = new CUgraph();
        Calls.check(JCudaDriver.cuStreamBeginCapture(device.stream(),
                CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "beginning to capture a graph");
        String refused = null;
        BackendException cause = null;
        for (int i = 0; i < ops.length && refused == null; i++) {
            try {
                enqueue(ops[i]);
                refused = isInvalidated() ? ops[i].name() : null;
            } catch (BackendException e) {
                refused = ops[i].name();
                cause = e;
            }
        }
        int ended = JCudaDriver.cuStreamEndCapture(device.stream(), recorded);
        if (refused != null) {
            String why = cause == null ? Calls.text(ended) : cause.getMessage();
            if (ended == 0) {
                JCudaDriver.cuGraphDestroy(recorded);
            }
            throw new BackendException("cuda: " + refused + " cannot be captured into a graph (" + why
                    + "); -D" + Execution.PROPERTY + "=eager runs without graphs", cause);
        }
        Calls.check(ended, "capturing a graph");
        try {
            Calls.check(JCudaDriver.cuGraphInstantiate(graph, recorded, 0), "making a graph ready");
            Calls.check(JCudaDriver.cuGraphUpload(graph, device.stream()), "bringing a graph to the GPU");
        } finally {
            JCudaDriver.cuGraphDestroy(recorded);
        }
    }

    private boolean isInvalidated() {
        int[] status = new int[1];
        int code = JCudaDriver.cuStreamIsCapturing(device.stream(), status);
        return code != 0 || status[0] != 1;
    }

    private static void enqueue(Binding.BoundOp op) {
        for (int i = 0; i < op.steps().size(); i++) {
            op.steps().get(i).enqueue();
        }
    }

    @Override
    public void run() {
        device.makeCurrent();
        switch (execution) {
            case GRAPH -> {
                int code = JCudaDriver.cuGraphLaunch(graph, device.stream());
                if (code != 0) {
                    Calls.check(code, "launching a routine");
                }
            }
            case EAGER -> {
                for (Binding.BoundOp op : ops) {
                    enqueue(op);
                }
            }
            case CHECKED -> runChecked();
        }
    }

    private void runChecked() {
        for (Binding.BoundOp op : ops) {
            try {
                enqueue(op);
                device.synchronize();
            } catch (BackendException e) {
                throw new BackendException(op.name() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (device.isOpen()) {
            device.makeCurrentToClose();
            // What is still enqueued uses the arguments in the arena.
            JCudaDriver.cuStreamSynchronize(device.stream());
            if (execution == Execution.GRAPH) {
                JCudaDriver.cuGraphExecDestroy(graph);
            }
            freeScratch();
        }
        arena.close();
    }

    private void freeScratch() {
        if (scratch != 0) {
            device.free(scratch);
            scratch = 0;
        }
    }
}
