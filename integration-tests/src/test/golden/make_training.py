"""Ten training steps of the two tutorial autoencoders, computed with PyTorch on one CPU thread.

Writes compression.npz, compression.json, denoising.npz and denoising.json beside this file; README.md
describes their content. Every value that goes in (weights, images, noise) is stored, so a test needs no
generator. The layouts are Hourglass': images (n, h, w, c), filters (small.c, kh, kw, large.c), dense
weights (in, out).
"""

import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
STEPS, BATCH, SIDE = 10, 16, 28


def strokes(rng, count):
    """Curved strokes of a soft pen on black, 28x28, in steps of 1/64 so that they compress well."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64)
    t = np.linspace(0, 1, 40)[:, None]
    images = np.zeros((count, SIDE, SIDE))
    for image in images:
        for _ in range(rng.integers(1, 4)):
            a, b, c = rng.uniform(4, 24, (3, 2))
            points = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c
            width = rng.uniform(0.8, 1.8)
            squared = ((y[..., None] - points[:, 0]) ** 2 + (x[..., None] - points[:, 1]) ** 2).min(-1)
            np.maximum(image, rng.uniform(0.6, 1.0) * np.exp(-squared / (2 * width ** 2)), out=image)
    return (np.round(images * 64) / 64).astype(np.float32)[..., None]


def grid(values, step):
    """Rounds to a binary grid: exact in float32, and small once deflated."""
    return (np.round(values / step) * step).astype(np.float32)


class Parameters:
    """The model's parameters in lowering order, in Hourglass' layouts."""

    def __init__(self, rng):
        self.rng, self.names, self.values = rng, [], []

    def add(self, layer, kind, shape, fan_in, fan_out, gain):
        bound = gain * np.sqrt(6.0 / (fan_in + fan_out))
        self.names += [f"{layer}/{kind}", f"{layer}/bias"]
        self.values.append(grid(self.rng.uniform(-bound, bound, shape), 2.0 ** -12))
        outputs = fan_out if kind == "weight" else self.outputs
        # Not zero: a zero bias would hide a bias added on the wrong axis.
        self.values.append(grid(self.rng.uniform(-0.05, 0.05, (outputs,)), 2.0 ** -12))

    def conv(self, layer, inputs, outputs, gain):
        self.outputs = outputs
        self.add(layer, "filter", (outputs, 3, 3, inputs), 9 * inputs, 9 * outputs, gain)

    def transposed(self, layer, inputs, outputs, gain):
        self.outputs = outputs
        self.add(layer, "filter", (inputs, 3, 3, outputs), 9 * inputs, 9 * outputs, gain)

    def dense(self, layer, inputs, outputs):
        self.add(layer, "weight", (inputs, outputs), inputs, outputs, 1.0)


def to_torch(filter_):
    """(small.c, kh, kw, large.c) -> PyTorch's (small.c, large.c, kh, kw), the same for both convolutions."""
    return filter_.permute(0, 3, 1, 2)


def compression(p, x):
    """Returns (latent, logits); x is (n, h, w, c)."""
    h = x.permute(0, 3, 1, 2)
    h = F.max_pool2d(F.relu(F.conv2d(h, to_torch(p[0]), p[1], padding=1)), 2)
    h = F.max_pool2d(F.relu(F.conv2d(h, to_torch(p[2]), p[3], padding=1)), 2)
    latent = h.permute(0, 2, 3, 1).flatten(1) @ p[4] + p[5]
    return latent, (latent @ p[6] + p[7]).reshape(-1, SIDE, SIDE, 1)


def denoising(p, x):
    h = x.permute(0, 3, 1, 2)
    for i, stride in enumerate((1, 2, 2)):
        h = F.relu(F.conv2d(h, to_torch(p[2 * i]), p[2 * i + 1], stride=stride, padding=1))
    latent = h.permute(0, 2, 3, 1)
    for i, stride in enumerate((2, 1, 2), start=3):
        h = F.relu(F.conv_transpose2d(h, to_torch(p[2 * i]), p[2 * i + 1], stride=stride, padding=1,
                                      output_padding=stride - 1))
    return latent, F.conv2d(h, to_torch(p[12]), p[13], padding=1).permute(0, 2, 3, 1)


def loss_of(kind, logits, target):
    if kind == "mse":
        return F.mse_loss(torch.sigmoid(logits), target)
    return F.binary_cross_entropy_with_logits(logits, target)


def optimizer_of(run, parameters):
    if run["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, lr=run["learningRate"], momentum=run["momentum"])
    if run["optimizer"] == "adamw":
        groups = [{"params": [p for p in parameters if p.ndim > 1], "weight_decay": run["weightDecay"]},
                  {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0}]
        return torch.optim.AdamW(groups, lr=run["learningRate"], betas=(0.9, 0.999), eps=1e-8)
    return torch.optim.Adam(parameters, lr=run["learningRate"], betas=(0.9, 0.999), eps=1e-8)


def train(model, run, values, inputs, targets, dtype):
    parameters = [torch.tensor(v, dtype=dtype).requires_grad_() for v in values]
    optimizer = optimizer_of(run, parameters)
    losses, norms, gradients = [], [], None
    for x, y in zip(inputs, targets):
        optimizer.zero_grad()
        loss = loss_of(run["loss"], model(parameters, torch.tensor(x, dtype=dtype))[1],
                       torch.tensor(y, dtype=dtype))
        loss.backward()
        losses.append(loss.item())
        if gradients is None:
            gradients = [p.grad.detach().numpy().copy() for p in parameters]
        norms.append(float(np.sqrt(sum((p.grad.double() ** 2).sum().item() for p in parameters))))
        if "clipNorm" in run:
            torch.nn.utils.clip_grad_norm_(parameters, run["clipNorm"])
        optimizer.step()
    with torch.no_grad():
        after = loss_of(run["loss"], model(parameters, torch.tensor(inputs[0], dtype=dtype))[1],
                        torch.tensor(targets[0], dtype=dtype)).item()
    return {"losses": losses, "after": after, "norms": norms, "gradients": gradients,
            "final": [p.detach().numpy() for p in parameters]}


def l2(arrays):
    return [float(np.sqrt((a.astype(np.float64) ** 2).sum())) for a in arrays]


def write(name, model, parameters, arrays, inputs, targets, runs, full_gradients):
    out = dict(arrays)
    for i, value in enumerate(parameters.values):
        out[f"param/{i}"] = value
    p64 = [torch.tensor(v, dtype=torch.float64) for v in parameters.values]
    latent, logits = model(p64, torch.tensor(inputs[0], dtype=torch.float64))
    out["latent"] = (latent if latent.ndim == 2 else latent[:1]).numpy().astype(np.float32)
    out["output"] = torch.sigmoid(logits[:2]).numpy().astype(np.float32)
    document = {"madeWith": {"torch": torch.__version__, "numpy": np.__version__},
                "batch": BATCH, "steps": STEPS,
                "parameters": [{"index": i, "name": n, "shape": list(v.shape)}
                               for i, (n, v) in enumerate(zip(parameters.names, parameters.values))],
                "runs": []}
    for run in runs:
        single = train(model, run, parameters.values, inputs, targets, torch.float32)
        double = train(model, run, parameters.values, inputs, targets, torch.float64)
        prefix = f"run/{run['name']}"
        out[f"{prefix}/loss"] = np.float32(double["losses"])
        out[f"{prefix}/loss32"] = np.float32(single["losses"])
        out[f"{prefix}/lossAfter"] = np.float32([double["after"]])
        out[f"{prefix}/gradientNorms"] = np.float32(double["norms"])
        out[f"{prefix}/gradientL2"] = np.float32(l2(double["gradients"]))
        out[f"{prefix}/gradientSum"] = np.float32([g.sum() for g in double["gradients"]])
        out[f"{prefix}/finalL2"] = np.float32(l2(double["final"]))
        if run["name"] in full_gradients:
            for i, gradient in enumerate(double["gradients"]):
                out[f"{prefix}/gradient/{i}"] = gradient.astype(np.float32)
        gap = max(abs(a - b) / b for a, b in zip(single["losses"], double["losses"]))
        document["runs"].append(dict(
            run, loss64=double["losses"], loss32=single["losses"], lossAfter64=double["after"],
            lossAfter32=single["after"], largestRelativeGap=gap, gradientNorms64=double["norms"],
            finalL2=l2(double["final"]), finalL2Of32=l2(single["final"])))
        print(f"{name} {run['name']}: {double['losses'][0]:.6f} -> {double['losses'][-1]:.6f}, "
              f"after {double['after']:.6f}, fp32 gap {gap:.1e}, "
              f"gradient norms {min(double['norms']):.3g}..{max(double['norms']):.3g}")
    np.savez_compressed(HERE / f"{name}.npz", **out)
    (HERE / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


# Found by search: with these weights no ReLU input of the first batch lies within 7e-7 of zero (but for
# exact zeros), so that float32 rounding flips none. One flip moves a gradient by some 1e-3 of its norm.
DENOISING_SEED = 575


def denoising_parameters(seed):
    p = Parameters(np.random.default_rng(seed))
    for layer, inputs in enumerate((1, 32, 32)):
        p.conv(f"encoder/{layer}", inputs, 32, np.sqrt(2.0))
    for layer in range(3):
        p.transposed(f"decoder/{layer}", 32, 32, np.sqrt(2.0))
    p.conv("decoder/3", 32, 1, 1.0)
    return p


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(20)
    clean = strokes(rng, STEPS * BATCH).reshape(STEPS, BATCH, SIDE, SIDE, 1)
    noisy = grid(np.clip(clean + 0.4 * rng.standard_normal(clean.shape), 0, 1), 1 / 32)

    relu = np.sqrt(2.0)
    p = Parameters(rng)
    p.conv("encoder/0", 1, 32, relu)
    p.conv("encoder/2", 32, 32, relu)
    p.dense("encoder/5", 7 * 7 * 32, 20)
    p.dense("decoder/0", 20, SIDE * SIDE)
    adam = {"optimizer": "adam", "learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    sgd = {"optimizer": "sgd", "learningRate": 5.0, "momentum": 0.9}
    adamw = dict(adam, optimizer="adamw")
    write("compression", compression, p, {"input": clean}, clean, clean, [
        dict(adam, name="mse-adam", loss="mse"),
        dict(adam, name="bce-adam", loss="bce"),
        dict(sgd, name="mse-sgd", loss="mse"),
        dict(adamw, name="mse-adamw", loss="mse", weightDecay=0.01),
        # At 0.01 ten steps barely show the decay; at 10 a missing or misplaced one cannot pass.
        dict(adamw, name="mse-adamw-strong", loss="mse", weightDecay=10.0),
        # The bounds lie inside the range of the gradient norms, so that clipping acts in some of the steps.
        dict(adam, name="mse-adam-clip", loss="mse", clipNorm=0.02),
        dict(sgd, name="mse-sgd-clip", loss="mse", clipNorm=0.006),
    ], {"mse-adam"})

    p = denoising_parameters(DENOISING_SEED)
    write("denoising", denoising, p, {"clean": clean, "noisy": noisy}, noisy, clean, [
        dict(adam, name="bce-adam", loss="bce"),
        dict(adam, name="mse-adam", loss="mse"),
    ], {"bce-adam"})


if __name__ == "__main__":
    main()
