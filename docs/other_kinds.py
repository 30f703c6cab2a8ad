"""Draws the data sets of "Other kinds of data" in anomaly.md: python other_kinds.py FOLDER (numpy, scikit-learn).

Each is an npz file with X (rows, columns) and y (1: anomaly), as ADBench's are. What is random about the file NUMBER comes
from a generator with the seed (0, NUMBER).
"""
import pathlib
import sys

import numpy as np
from sklearn import datasets

random = None


def few(rows, count):
    return rows[random.permutation(len(rows))[:count]]


def labelled(normal, anomalies):
    return np.vstack([normal, anomalies]), np.r_[np.zeros(len(normal)), np.ones(len(anomalies))]


def breast_cancer():
    data = datasets.load_breast_cancer()
    return labelled(data.data[data.target == 1], few(data.data[data.target == 0], 20))


def digits_four():
    data = datasets.load_digits()
    return labelled(data.data[data.target == 4], few(data.data[data.target != 4], 12))


def digits_zero():
    data = datasets.load_digits()
    return labelled(data.data[data.target != 0], few(data.data[data.target == 0], 20))


def wine():
    data = datasets.load_wine()
    return labelled(data.data[data.target == 1], few(data.data[data.target != 1], 5))


def iris():
    data = datasets.load_iris()
    return labelled(data.data[data.target == 0], few(data.data[data.target != 0], 4))


def clusters():
    centres = random.uniform(-10, 10, size=(6, 2))
    return centres, centres[random.integers(6, size=1500)] + 0.5 * random.normal(size=(1500, 2))


def clusters_uniform():
    _, normal = clusters()
    return labelled(normal, random.uniform(-30, 30, size=(30, 2)))


def clusters_near():
    centres, normal = clusters()
    angle = random.uniform(0, 2 * np.pi, size=30)
    return labelled(normal, centres[random.integers(6, size=30)] + 2.5 * np.c_[np.cos(angle), np.sin(angle)])


def moons():
    normal, _ = datasets.make_moons(1500, noise=0.06, random_state=0)
    return labelled(normal, random.uniform([-1.5, -1], [2.5, 1.5], size=(30, 2)))


def correlated():
    """Twelve columns of three factors; in anomalies each column is somebody else's."""
    normal = random.normal(size=(1500, 3)) @ random.normal(size=(3, 12)) + 0.5 * random.normal(size=(1500, 12))
    return labelled(normal, np.stack([random.permutation(column)[:30] for column in normal.T], axis=1))


def topics():
    """Counts of 40 words, of which each of five topics uses eight."""
    def counts(words):
        return random.poisson(words * 1.5 + 0.02)
    words = np.kron(np.eye(5), np.ones(8))
    mixed = np.zeros((30, 40))
    for row in mixed:
        row[random.permutation(40)[:8]] = 1
    return labelled(counts(words[random.integers(5, size=1500)]), counts(mixed))


def categories():
    """The second category follows from the first, and the number from both; in anomalies nothing follows."""
    first = random.integers(4, size=1530)
    second = (first + (random.uniform(size=1530) < 0.05)) % 4
    number = first + 0.1 * random.normal(size=1530)
    second[1500:] = random.integers(4, size=30)
    number[1500:] = random.uniform(0, 3, size=30)
    return np.c_[np.eye(4)[first], np.eye(4)[second], number], np.r_[np.zeros(1500), np.ones(30)]


def windows():
    """32 readings of a sensor, of any phase; spikes, drift, and one that stands still."""
    def waves(count):
        return np.sin(np.arange(32) / 4 + random.uniform(0, 2 * np.pi, size=(count, 1))) \
            + 0.1 * random.normal(size=(count, 32))
    odd = waves(30)
    odd[np.arange(10), random.integers(32, size=10)] += 1.5
    odd[10:20] += np.linspace(0, 1.2, 32)
    odd[20:] = odd[20:, :1] + 0.1 * random.normal(size=(10, 32))
    return labelled(waves(1500), odd)


def heavy_tails():
    return labelled(random.standard_t(3, size=(2000, 6)), random.uniform(-12, 12, size=(40, 6)))


def sensors():
    """Eight sensors of two signals; one of them is off by two fifths of its deviation."""
    signals = random.normal(size=(3060, 2))
    rows = signals @ random.normal(size=(2, 8)) + 0.05 * random.normal(size=(3060, 8))
    off = random.integers(8, size=60)
    rows[np.arange(3000, 3060), off] += 0.4 * rows.std(0)[off] * random.choice([-1, 1], size=60)
    return rows, np.r_[np.zeros(3000), np.ones(60)]


def sums():
    """Four parts and their sum; in anomalies the sum is off by a tenth."""
    parts = random.gamma(2, 10, size=(2040, 4)).round(2)
    total = parts.sum(1)
    total[2000:] *= random.choice([0.9, 1.1], size=40)
    return np.c_[parts, total], np.r_[np.zeros(2000), np.ones(40)]


def payments():
    """A fee that follows from the amount, a country, a channel; in anomalies the fee is too high."""
    amount = random.normal(10, 3, size=3060)
    fee = 2 * amount + 0.1 * random.normal(size=3060)
    fee[3000:] += random.normal(6, 2, size=60)
    return np.c_[amount, fee, np.eye(3)[random.integers(3, size=3060)], np.eye(2)[random.integers(2, size=3060)]], \
        np.r_[np.zeros(3000), np.ones(60)]


def parabola():
    x = random.uniform(-2, 2, size=3060)
    y = x * x + 0.05 * random.normal(size=3060)
    y[3000:] += 0.7 * random.choice([-1, 1], size=60)
    return np.c_[x, y], np.r_[np.zeros(3000), np.ones(60)]


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for number, draw in enumerate([breast_cancer, digits_four, digits_zero, wine, iris, clusters_uniform, clusters_near, moons,
                               correlated, topics, categories, windows, heavy_tails, sensors, sums, payments, parabola], 1):
    random = np.random.default_rng([0, number])
    X, y = draw()
    np.savez(folder / f"{number:02}_{draw.__name__}.npz", X=X, y=y.astype(int))
