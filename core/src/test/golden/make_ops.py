"""Values of single operations and their gradients, computed with PyTorch in float64 and rounded to float32.

Writes ops.npz and ops.json beside this file; README.md describes the entries. Inputs are float32, so the
float64 results are what an exact implementation would give.
"""

import json
import pathlib

import numpy as np
import torch
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(7)
out, about = {}, {}


def tensor(*shape):
    """A random leaf in [-1, 1], exactly representable in float32."""
    values = rng.uniform(-1, 1, shape).astype(np.float32)
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def put(case, **entries):
    for name, value in entries.items():
        value = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        kind = np.int32 if value.dtype.kind in "iu" else np.float32
        out[f"{case}/{name}"] = np.ascontiguousarray(value.astype(kind))


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def gradients(result, *leaves):
    """The upstream gradient and those of the leaves."""
    upstream = torch.tensor(rng.uniform(-1, 1, result.shape).astype(np.float32), dtype=torch.float64)
    return upstream, torch.autograd.grad(result, leaves, upstream)


def window(kernel, stride, pad, dilation=(1, 1)):
    return np.array([*kernel, *stride, *pad, *dilation])


def convolutions():
    # Every extent differs, so that no two of them can be confused unseen.
    kernel, stride, pad, dilation = (3, 2), (2, 1), (1, 0), (1, 2)
    for case, c, k, groups in (("plain", 3, 5, 1), ("groups", 4, 6, 2)):
        x, f, b = tensor(2, 7, 6, c), tensor(k, *kernel, c // groups), tensor(k)
        y = nhwc(F.conv2d(nchw(x), nchw(f), b, stride, pad, dilation, groups))
        upstream, (gx, gf, gb) = gradients(y, x, f, b)
        put(f"conv/{case}", large=x, filter=f, bias=b, small=y, smallGradient=upstream, largeGradient=gx,
            filterGradient=gf, biasGradient=gb, window=window(kernel, stride, pad, dilation), groups=[groups])
    for case, small_c, large_c, groups in (("plain", 5, 3, 1), ("groups", 6, 4, 2)):
        for extra in ((0, 0), (1, 2)):
            kernel, stride, pad, dilation = (3, 2), (2, 3), (1, 0), (1, 2)
            x, f, b = tensor(2, 4, 3, small_c), tensor(small_c, *kernel, large_c // groups), tensor(large_c)
            y = nhwc(F.conv_transpose2d(nchw(x), nchw(f), b, stride, pad, extra, groups, dilation))
            upstream, (gx, gf, gb) = gradients(y, x, f, b)
            put(f"transposed/{case}{'-extra' if extra[0] else ''}", small=x, filter=f, bias=b, large=y,
                largeGradient=upstream, smallGradient=gx, filterGradient=gf, biasGradient=gb,
                window=window(kernel, stride, pad, dilation), groups=[groups], outputPadding=extra)


def pools():
    cases = {"square": ((2, 2), (2, 2), (0, 0)), "asymmetric": ((3, 2), (2, 1), (1, 0)),
             "padded": ((3, 2), (2, 1), (1, 1))}
    for case, (kernel, stride, pad) in cases.items():
        x = tensor(2, 7, 6, 3)
        y = nhwc(F.max_pool2d(nchw(x), kernel, stride, pad))
        upstream, (gx,) = gradients(y, x)
        put(f"maxpool/{case}", large=x, small=y, smallGradient=upstream, largeGradient=gx,
            window=window(kernel, stride, pad))
        y = nhwc(F.avg_pool2d(nchw(x), kernel, stride, pad, count_include_pad=False))
        upstream, (gx,) = gradients(y, x)
        put(f"averagepool/{case}", large=x, small=y, smallGradient=upstream, largeGradient=gx,
            window=window(kernel, stride, pad))
    # Many equal values: the first of them in row-major order takes the gradient.
    x = torch.tensor(rng.integers(0, 3, (2, 7, 6, 3)) / 2 - 1.0, requires_grad=True)
    y = nhwc(F.max_pool2d(nchw(x), (3, 2), (2, 1), (1, 0)))
    upstream, (gx,) = gradients(y, x)
    put("maxpool/ties", large=x, small=y, smallGradient=upstream, largeGradient=gx,
        window=window((3, 2), (2, 1), (1, 0)))
    for case, factor in (("x2", (2, 2)), ("x2x3", (2, 3))):
        x = tensor(2, 4, 3, 5)
        y = nhwc(F.interpolate(nchw(x), scale_factor=factor, mode="nearest"))
        upstream, (gx,) = gradients(y, x)
        put(f"upsample/{case}", small=x, large=y, largeGradient=upstream, smallGradient=gx, factor=factor)


def normalisation():
    epsilon, momentum = 1e-5, 0.1
    for case, shape in (("image", (2, 5, 4, 3)), ("dense", (6, 5))):
        c = shape[-1]
        x, gamma, beta = tensor(*shape), tensor(c), tensor(c)
        with torch.no_grad():
            gamma += 1.5
            x *= 3
            x += 2
            for t in (x, gamma):
                t.copy_(t.float().double())
        mean = torch.tensor(rng.uniform(-1, 1, c).astype(np.float32), dtype=torch.float64)
        variance = torch.tensor(rng.uniform(0.5, 2, c).astype(np.float32), dtype=torch.float64)
        rows = x.reshape(-1, c)
        new_mean, new_variance = mean.clone(), variance.clone()
        y = F.batch_norm(rows, new_mean, new_variance, gamma, beta, True, momentum, epsilon).reshape(shape)
        upstream, (gx, gg, gb) = gradients(y, x, gamma, beta)
        biased = rows.var(0, unbiased=False)
        put(f"batchnorm/{case}", settings=np.array([epsilon, momentum]), **{"in": x}, gamma=gamma, beta=beta,
            runningMean=mean, runningVariance=variance, out=y, newRunningMean=new_mean,
            newRunningVariance=new_variance, savedMean=rows.mean(0),
            savedInverseDeviation=1 / torch.sqrt(biased + epsilon), outGradient=upstream, inGradient=gx,
            gammaGradient=gg, betaGradient=gb)
        y = F.batch_norm(rows, mean, variance, gamma, beta, False, momentum, epsilon).reshape(shape)
        upstream, (gx, gg, gb) = gradients(y, x, gamma, beta)
        put(f"batchnorm-inference/{case}", settings=np.array([epsilon, momentum]), **{"in": x}, gamma=gamma,
            beta=beta, runningMean=mean, runningVariance=variance, out=y, outGradient=upstream, inGradient=gx,
            gammaGradient=gg, betaGradient=gb)


ACTIVATIONS = {
    "relu": F.relu,
    "leakyrelu": lambda x: F.leaky_relu(x, 0.01),
    "elu": lambda x: F.elu(x, 1.0),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "silu": F.silu,
    "gelu": lambda x: F.gelu(x, approximate="none"),
    "exp": torch.exp,
    "clamp": lambda x: torch.clamp(x, -0.5, 2.0),
}


def activations():
    values = np.concatenate([
        [0.0, -0.5, 2.0, 1e-4, -1e-4, 5.0, -5.0, 8.0, -8.0], rng.uniform(-4, 4, 55)]).astype(np.float32)
    for name, function in ACTIVATIONS.items():
        x = torch.tensor(values, dtype=torch.float64, requires_grad=True)
        y = function(x)
        upstream, (gx,) = gradients(y, x)
        put(f"activation/{name}", **{"in": x}, out=y, outGradient=upstream, inGradient=gx)
    # Where a naive formula overflows or loses everything.
    extreme = np.array([-100, -40, -20, 20, 40, 88], np.float32)
    for name in ("sigmoid", "tanh", "softplus", "silu", "gelu", "elu"):
        x = torch.tensor(extreme, dtype=torch.float64, requires_grad=True)
        y = ACTIVATIONS[name](x)
        upstream, (gx,) = gradients(y, x)
        put(f"activation-extreme/{name}", **{"in": x}, out=y, outGradient=upstream, inGradient=gx)


CRITERIA = {
    "mse": F.mse_loss,
    "bce": F.binary_cross_entropy_with_logits,
    "mae": F.l1_loss,
    "huber": lambda p, t, reduction: F.huber_loss(p, t, reduction=reduction, delta=1.0),
}


def losses():
    weights = np.array([1, 0, 0.5, 2], np.float32)
    for name, criterion in CRITERIA.items():
        logits = rng.uniform(-3, 3, (4, 15)).astype(np.float32)
        targets = rng.uniform(0, 1, (4, 15)).astype(np.float32)
        targets[0, :4] = (0, 1, 0, 1)
        logits[0, 1:4] = (-40, 40, 40)
        logits[2, 3] = targets[2, 3]
        p = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
        t = torch.tensor(targets, dtype=torch.float64)
        w = torch.tensor(weights, dtype=torch.float64)
        rows = criterion(p, t, reduction="none").mean(1)
        weighted = (w * rows).sum() / w.sum()
        mean = criterion(p, t, reduction="mean")
        put(f"loss/{name}", prediction=p, target=t, weights=w, rowLosses=rows, weightedLoss=weighted.reshape(1),
            weightedGradient=torch.autograd.grad(weighted, p, retain_graph=True)[0], meanLoss=mean.reshape(1),
            meanGradient=torch.autograd.grad(mean, p)[0])


def updates():
    size, steps = 33, 3
    start = rng.uniform(-1, 1, size).astype(np.float32)
    # Three orders of magnitude, so that epsilon matters somewhere, and one gradient that is always zero.
    grads = (rng.uniform(-1, 1, (steps, size)) * 10.0 ** rng.integers(-7, 1, size)).astype(np.float32)
    grads[:, 0] = 0
    cases = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        "momentum-decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
        "adam": lambda p: torch.optim.Adam(p, lr=0.001, betas=(0.9, 0.999), eps=1e-8),
        "adam-coupled": lambda p: torch.optim.Adam(p, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1),
    }
    for name, make in cases.items():
        p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer = make([p])
        after = []
        for g in grads:
            p.grad = torch.tensor(g, dtype=torch.float64)
            optimizer.step()
            after.append(p.detach().clone())
        state = optimizer.state[p]
        names = {"momentum_buffer": "velocity", "exp_avg": "first", "exp_avg_sq": "second"}
        kept = {names[k]: v for k, v in state.items() if k in names and v is not None}
        put(f"update/{name}", params=start, grads=grads, after=torch.stack(after), **kept)


def main():
    torch.set_num_threads(1)
    for make in (convolutions, pools, normalisation, activations, losses, updates):
        make()
    np.savez_compressed(HERE / "ops.npz", **out)
    cases = {}
    for key, value in out.items():
        case, name = key.rsplit("/", 1)
        cases.setdefault(case, {})[name] = list(value.shape)
    document = {"madeWith": {"torch": torch.__version__, "numpy": np.__version__}, "cases": cases}
    (HERE / "ops.json").write_text(json.dumps(document, indent=1) + "\n")
    print(len(cases), "cases,", (HERE / "ops.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
