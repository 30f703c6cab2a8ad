"""Cuts real colour photographs into training and test images for docs/compress.md and docs/denoise.md.

    pip install scikit-image==0.26.0 scikit-learn==1.9.1
    python docs/pictures.py SIZE STEP OUT

The photographs come with the two packages. Training and test images are of different photographs, so nothing of
what is tested was seen. OUT/train and OUT/test get PNG files of SIZE x SIZE pixels, one every STEP pixels of a
training photograph, and side by side of a test photograph; OUT/whole gets the test photographs as they are.
"""

import pathlib
import sys

import numpy as np
import skimage
import sklearn
from PIL import Image

TRAIN = ["astronaut.png", "chelsea.png", "coffee.png", "motorcycle_left.png", "rocket.jpg"]
TEST = ["china.jpg", "flower.jpg"]

size, step, out = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
skimage_pictures = pathlib.Path(skimage.__file__).parent / "data"
sklearn_pictures = pathlib.Path(sklearn.__file__).parent / "datasets" / "images"


def cut(file, step, folder):
    pixels = np.asarray(Image.open(file).convert("RGB"))
    count = 0
    for y in range(0, pixels.shape[0] - size + 1, step):
        for x in range(0, pixels.shape[1] - size + 1, step):
            Image.fromarray(pixels[y:y + size, x:x + size]).save(folder / f"{file.stem}-{y:04}-{x:04}.png")
            count += 1
    return count


for part in ["train", "test", "whole"]:
    (out / part).mkdir(parents=True)
print("train", sum(cut(skimage_pictures / name, step, out / "train") for name in TRAIN))
print("test", sum(cut(sklearn_pictures / name, size, out / "test") for name in TEST))
for name in TEST:
    Image.open(sklearn_pictures / name).save(out / "whole" / (pathlib.Path(name).stem + ".png"))
