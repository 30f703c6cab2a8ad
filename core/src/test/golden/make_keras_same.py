"""Keras' asymmetric padding="same", forward and gradients, from Keras on TensorFlow.

Writes keras_same.npz and keras_same.json beside this file. Where the total padding is odd, Keras adds the odd
row or column at the bottom or right. In Hourglass' terms a convolution is Pad(border) and then a Convolve
without padding; a transposed convolution is a ConvolveAdjoint without padding and then Crop(border).
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(15)
out, cases = {}, {}


def uniform(*shape):
    return rng.uniform(-1, 1, shape).astype(np.float32)


def border(large, small, kernel, stride):
    """Rows before and after, by TensorFlow's rule: the odd one goes after."""
    total = max((small - 1) * stride + kernel - large, 0)
    return total // 2, total - total // 2


def case(name, layer, x, kernel, stride, channels, transposed):
    layer.build(x.shape)
    # Keras has (kh, kw, large.c, small.c) for both layers: channels of a Conv2D's input, of a
    # Conv2DTranspose's output, come third. Hourglass has (small.c, kh, kw, large.c).
    filter_, bias = uniform(*layer.kernel.shape), uniform(channels)
    layer.set_weights([filter_, bias])
    source = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = layer(source)
        upstream = uniform(*y.shape)
        total = tf.reduce_sum(y * upstream)
    gx, gf, gb = tape.gradient(total, [source, layer.kernel.value, layer.bias.value])
    large, small = (y.shape, x.shape) if transposed else (x.shape, y.shape)
    top, bottom = border(large[1], small[1], kernel[0], stride[0])
    left, right = border(large[2], small[2], kernel[1], stride[1])
    entries = {"in": x, "filter": filter_.transpose(3, 0, 1, 2), "bias": bias, "out": y.numpy(),
               "outGradient": upstream, "inGradient": gx.numpy(),
               "filterGradient": gf.numpy().transpose(3, 0, 1, 2), "biasGradient": gb.numpy()}
    for key, value in entries.items():
        out[f"{name}/{key}"] = np.ascontiguousarray(value.astype(np.float32))
    out[f"{name}/border"] = np.array([top, bottom, left, right], np.int32)
    out[f"{name}/window"] = np.array([*kernel, *stride], np.int32)
    cases[name] = {"kernel": kernel, "stride": stride, "border": [top, bottom, left, right],
                   "shapes": {k: list(v.shape) for k, v in entries.items()}}


def main():
    keras.config.set_floatx("float64")
    for h, w in ((7, 6), (8, 9), (7, 7), (8, 8)):
        for kernel, stride in (((3, 3), (2, 2)), ((3, 2), (2, 1)), ((2, 4), (3, 2))):
            tag = f"{h}x{w}-k{kernel[0]}x{kernel[1]}-s{stride[0]}x{stride[1]}"
            if kernel != (3, 3) and h == w:
                continue
            case(f"conv/{tag}", keras.layers.Conv2D(5, kernel, strides=stride, padding="same"),
                 uniform(2, h, w, 3), kernel, stride, 5, False)
            case(f"transposed/{tag}", keras.layers.Conv2DTranspose(3, kernel, strides=stride, padding="same"),
                 uniform(2, h, w, 5), kernel, stride, 3, True)
    np.savez_compressed(HERE / "keras_same.npz", **out)
    document = {"madeWith": {"keras": keras.__version__, "backend": "tensorflow " + tf.__version__,
                             "numpy": np.__version__}, "cases": cases}
    (HERE / "keras_same.json").write_text(json.dumps(document, indent=1) + "\n")
    print(len(cases), "cases,", (HERE / "keras_same.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
