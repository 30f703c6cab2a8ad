"""A training step of the two tutorial autoencoders in PyTorch, to set beside StepBenchmark's numbers.

    python pytorch_step.py RESULT.json SECONDS BUDGET BATCH...

Same models, batch, noise drawn in the step, losses and Adam; the batch stays on the device. Ways to run it: eager;
compiled (torch.compile); compiled with CUDA graphs (its mode reduce-overhead: forward and backward are graphs, Adam is
not); and all of the compiled step as one graph, captured by hand, which is the most that can be done. Each in float32,
TF32 and bfloat16 (autocast: weights, Adam and losses stay in float32), with channels last; eager also with channels
first. Each way is measured alone for SECONDS, median of 15 rounds. Compiling takes some ten seconds for each, so those
that matter most come first, and after BUDGET seconds no other is begun; what has been measured is written at once.
Where there is no GPU it runs on the CPU, without graphs, which only shows that the script works.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

ROUNDS, WARM_UP, SIDE, CHANNELS = 15, 20, 28, 32
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
EAGER, COMPILED, GRAPHS, WHOLE = "eager", "compiled", "compiled with CUDA graphs", "compiled, the step one CUDA graph"
# (mode, precision, layout), the most important first.
WAYS = [(EAGER, "float32", "last"), (GRAPHS, "float32", "last"), (GRAPHS, "bf16", "last"), (COMPILED, "bf16", "last"),
        (WHOLE, "float32", "last"), (GRAPHS, "TF32", "last"), (EAGER, "bf16", "last"), (EAGER, "TF32", "last"),
        (EAGER, "float32", "first"), (EAGER, "TF32", "first"), (COMPILED, "float32", "last"), (WHOLE, "bf16", "last"),
        (WHOLE, "TF32", "last"), (COMPILED, "TF32", "last")]


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList(nn.Conv2d(i, CHANNELS, 3, stride=s, padding=1)
                                  for i, s in ((1, 1), (CHANNELS, 2), (CHANNELS, 2)))
        self.up = nn.ModuleList(nn.ConvTranspose2d(CHANNELS, CHANNELS, 3, stride=s, padding=1, output_padding=s - 1)
                                for s in (2, 1, 2))
        self.last = nn.Conv2d(CHANNELS, 1, 3, padding=1)

    def forward(self, images):
        h = (images + 0.4 * torch.randn_like(images)).clamp(0, 1)
        for layer in (*self.down, *self.up):
            h = F.relu(layer(h))
        return F.binary_cross_entropy_with_logits(self.last(h), images)


class Compressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, CHANNELS, 3, padding=1)
        self.second = nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1)
        self.code = nn.Linear(CHANNELS * SIDE * SIDE // 16, 20)
        self.decode = nn.Linear(20, SIDE * SIDE)

    def forward(self, images):
        h = F.max_pool2d(F.relu(self.first(images)), 2)
        h = F.max_pool2d(F.relu(self.second(h)), 2)
        out = torch.sigmoid(self.decode(self.code(h.flatten(1))))
        return F.mse_loss(out, images.flatten(1))


def synchronize():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def one_graph(step):
    """The step as one graph, after a few steps on another stream, as PyTorch asks for."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UP):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def measure(model, name, batch, mode, precision, layout, seconds):
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = precision != "float32"
    torch.backends.cudnn.allow_tf32 = precision != "float32"
    torch.backends.cudnn.benchmark = True
    memory = torch.channels_last if layout == "last" else torch.contiguous_format
    network = model().to(DEVICE).to(memory_format=memory)
    images = torch.rand(batch, 1, SIDE, SIDE, device=DEVICE).contiguous(memory_format=memory)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True, capturable=DEVICE == "cuda")

    def forward():
        with torch.autocast(DEVICE, torch.bfloat16, enabled=precision == "bf16"):
            return network(images)

    if mode != EAGER:
        forward = torch.compile(forward, mode="reduce-overhead" if mode == GRAPHS else "default")

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = forward()
        loss.backward()
        optimizer.step()

    run = one_graph(step) if mode == WHOLE else step

    def timed(steps):
        synchronize()
        start = time.perf_counter()
        for _ in range(steps):
            run()
        synchronize()
        return (time.perf_counter() - start) / steps

    timed(WARM_UP)
    steps = max(3, min(5000, int(seconds / ROUNDS / timed(5))))
    times = sorted(timed(steps) for _ in range(ROUNDS))
    median = statistics.median(times)
    print(f"  {1e6 * median:10.1f}  ({batch / median:.0f})", flush=True)
    return {"model": name, "batch": batch, "mode": mode, "precision": precision, "channels": layout,
            "medianMicros": round(1e6 * median, 2), "leastMicros": round(1e6 * times[0], 2),
            "mostMicros": round(1e6 * times[-1], 2), "imagesPerSecond": round(batch / median, 1)}


def main():
    path, seconds, budget, batches = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4:]
    start = time.monotonic()
    found = {"system": f"PyTorch {torch.__version__}", "cuda": torch.version.cuda,
             "cudnn": torch.backends.cudnn.version(),
             "device": torch.cuda.get_device_name() if DEVICE == "cuda" else "the CPU",
             "results": [], "failed": [], "leftOut": []}
    print(f"{found['system']}, CUDA {found['cuda']}, cuDNN {found['cudnn']}, on {found['device']}; "
          "µs per step (images/s)")
    for way in WAYS:
        if DEVICE == "cpu" and (way[0] in (GRAPHS, WHOLE) or way[1] == "TF32"):
            continue
        for batch in map(int, batches):
            for name, model in (("denoising", Denoiser), ("compression", Compressor)):
                words = f"{name}, batch {batch}, {way[0]}, {way[1]}, channels {way[2]}"
                if time.monotonic() - start > budget:
                    found["leftOut"].append(words)
                else:
                    print(words, end="", flush=True)
                    try:
                        found["results"].append(measure(model, name, batch, *way, seconds))
                    except Exception as e:  # one way that fails leaves the others
                        found["failed"].append(f"{words}: {type(e).__name__}: {e}")
                        print(f"  failed: {type(e).__name__}: {e}", flush=True)
                    torch._dynamo.reset()
                with open(path, "w") as file:
                    json.dump(found, file, indent=1)
    if found["leftOut"]:
        print(f"{len(found['leftOut'])} were left out after {budget:.0f} s")
    sys.exit(1 if found["failed"] else 0)


main()
