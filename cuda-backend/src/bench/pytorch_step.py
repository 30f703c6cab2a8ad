"""A training step of the two tutorial autoencoders in PyTorch, to set beside StepBenchmark's numbers.

    python pytorch_step.py RESULT.json SECONDS BATCH...

Same models, batch, noise drawn in the step, losses and Adam; the batch stays on the device. Each way of running it
(eager, and torch.compile with CUDA graphs; float32 with and without TF32; channels first and last) is measured alone,
median of 15 rounds. Compiling takes half a minute for each; what has been measured is written at once. Runs on the CPU where there is no GPU, which only shows that the script works.
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


def measure(model, name, batch, compiled, tf32, channels_last, seconds):
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True
    layout = torch.channels_last if channels_last else torch.contiguous_format
    network = model().to(DEVICE).to(memory_format=layout)
    images = torch.rand(batch, 1, SIDE, SIDE, device=DEVICE).contiguous(memory_format=layout)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True, capturable=DEVICE == "cuda")

    def forward():
        return network(images)

    if compiled:
        forward = torch.compile(forward, mode=compiled)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = forward()
        loss.backward()
        optimizer.step()

    def timed(steps):
        synchronize()
        start = time.perf_counter()
        for _ in range(steps):
            step()
        synchronize()
        return (time.perf_counter() - start) / steps

    timed(WARM_UP)
    steps = max(3, min(5000, int(seconds / ROUNDS / timed(5))))
    times = sorted(timed(steps) for _ in range(ROUNDS))
    median = statistics.median(times)
    way = ", ".join((compiled and f"compile {compiled}" or "eager", tf32 and "TF32" or "float32",
                     channels_last and "channels last" or "channels first"))
    print(f"  {way:50s} {1e6 * median:10.1f}  ({batch / median:.0f})", flush=True)
    return {"system": f"PyTorch {torch.__version__}", "model": name, "batch": batch, "way": way,
            "medianMicros": round(1e6 * median, 2), "leastMicros": round(1e6 * times[0], 2),
            "mostMicros": round(1e6 * times[-1], 2), "imagesPerSecond": round(batch / median, 1)}


def main():
    path, seconds, batches = sys.argv[1], float(sys.argv[2]), [int(b) for b in sys.argv[3:]]
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}, on "
          + (torch.cuda.get_device_name() if DEVICE == "cuda" else "the CPU"))
    results, failed = [], 0
    for batch in batches:
        for name, model in (("denoising", Denoiser), ("compression", Compressor)):
            print(f"{name}, batch {batch}, µs per step (images/s)", flush=True)
            for compiled in (None, "reduce-overhead"):
                for tf32 in (False, True) if DEVICE == "cuda" else (False,):
                    for channels_last in (False, True):
                        try:
                            results.append(measure(model, name, batch, compiled, tf32, channels_last, seconds))
                        except Exception as e:  # one way that fails leaves the others
                            failed += 1
                            print(f"  {compiled}, TF32 {tf32}: failed: {type(e).__name__}: {e}", flush=True)
                        torch._dynamo.reset()
                        with open(path, "w") as file:
                            json.dump(results, file, indent=1)
    sys.exit(1 if failed else 0)


main()
