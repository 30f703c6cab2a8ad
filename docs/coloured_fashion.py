"""Fashion-MNIST in random colours, 32 x 32 x 3, for docs/compress.md.

    python docs/coloured_fashion.py FOLDER-OF-FASHION-MNIST OUT.npz

Needs NumPy. The first 12,000 training images get a border of two pixels, a light colour for what is white in them and a
dark one for what is black, drawn for each image with seed 1.
"""

import gzip
import pathlib
import sys

import numpy as np

COUNT = 12_000
source = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(1)


def idx(name, offset):
    return np.frombuffer(gzip.open(source / name).read(), np.uint8, offset=offset)


grey = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:COUNT] / 255
grey = np.pad(grey, ((0, 0), (2, 2), (2, 2)))[..., None]
light = rng.uniform(0.3, 1, (COUNT, 1, 1, 3))
dark = rng.uniform(0, 0.3, (COUNT, 1, 1, 3))
labels = idx("train-labels-idx1-ubyte.gz", 8)[:COUNT]
np.savez_compressed(sys.argv[2], X=np.round(255 * (dark + (light - dark) * grey)).astype(np.uint8),
                    y=labels.astype(np.int32))
