"""Ranking measures, principal components and classifiers by scikit-learn, image quality by scikit-image.

Computed in float64, rounded to float32 where stored so.

Writes measures.npz beside this file; README.md describes the entries. Values that a test compares more closely
than float32 allows are stored as two floats, high and low part.
"""

import pathlib

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import trustworthiness
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve, precision_recall_curve
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from scipy.spatial.distance import cdist

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(5)
out = {}


def exact(values):
    """Float64 as (..., 2) float32 whose sum is within 2^-48 of it."""
    values = np.asarray(values, np.float64)
    high = values.astype(np.float32)
    return np.stack([high, (values - high).astype(np.float32)], -1)


def moving(points):
    """Without points that repeat the one before: lower thresholds that find only false alarms at recall 0."""
    return points[np.r_[True, np.any(points[1:] != points[:-1], 1)]]


def ranking(name, scores, labels):
    scores = scores.astype(np.float32)
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(labels, scores)
    out.update({
        f"ranking/{name}/scores": scores,
        f"ranking/{name}/labels": labels.astype(np.int32),
        f"ranking/{name}/expected": exact([roc_auc_score(labels, scores), average_precision_score(labels, scores)]),
        f"ranking/{name}/roc": np.stack([fpr, tpr], -1).astype(np.float32),
        f"ranking/{name}/pr": moving(np.stack([recall, precision], -1)[::-1][1:]).astype(np.float32)})


labels = rng.random(200) < 0.1
ranking("distinct", rng.normal(size=200) + labels, labels)
ranking("ties", np.round(rng.normal(size=200) + labels), labels)
ranking("constant", np.zeros(30), np.arange(30) % 3 == 0)
ranking("perfect", np.arange(20.0), np.arange(20) > 14)
ranking("inverted", -np.arange(20.0), np.arange(20) > 14)
ranking("zeros", np.array([0.0, -0.0, 0.0, -0.0, 1.0]), np.array([1, 0, 0, 1, 0]))


def pca(name, rows, other):
    rows, other = rows.astype(np.float32), other.astype(np.float32)
    model = PCA(svd_solver="full").fit(rows.astype(np.float64))
    # Centred rows vary in at most n - 1 directions; scikit-learn keeps one more, without variance.
    rank = int((model.explained_variance_ > 1e-12 * model.explained_variance_[0]).sum())
    vectors = model.components_[:rank]
    vectors = vectors * np.sign(vectors[np.arange(rank), np.abs(vectors).argmax(1)])[:, None]
    centred = other.astype(np.float64) - model.mean_
    errors = [np.mean((centred - centred @ vectors[:k].T @ vectors[:k]) ** 2) for k in range(rank + 1)]
    out.update({
        f"pca/{name}/rows": rows, f"pca/{name}/other": other,
        f"pca/{name}/variance": exact(model.explained_variance_[:rank]),
        f"pca/{name}/share": exact(model.explained_variance_ratio_[:rank]),
        f"pca/{name}/components": vectors.astype(np.float32),
        f"pca/{name}/codes": (centred @ vectors.T).astype(np.float32),
        f"pca/{name}/errors": exact(errors)})


mix = rng.normal(size=(6, 6)) * np.array([5, 3, 2, 1, 0.5, 0.1])
pca("tall", rng.normal(size=(40, 6)) @ mix + 100, rng.normal(size=(9, 6)) @ mix + 100)
pca("wide", rng.normal(size=(5, 11)), rng.normal(size=(3, 11)))
low = rng.normal(size=(2, 7))
pca("lowrank", np.round(rng.normal(size=(30, 2)) * 8) @ np.round(low * 4), rng.normal(size=(4, 7)))

# PyOD's score (pyod.models.pca, version 2): standardised columns, all components, distance to the component
# divided by its share of the variance.
rows, other = out["pca/tall/rows"].astype(np.float64), out["pca/tall/other"].astype(np.float64)
scaler = StandardScaler().fit(rows)
model = PCA(svd_solver="full").fit(scaler.transform(rows))
vectors = model.components_
vectors = vectors * np.sign(vectors[np.arange(6), np.abs(vectors).argmax(1)])[:, None]
out["pca/weighted"] = exact((cdist(scaler.transform(other), vectors) / model.explained_variance_ratio_).sum(1))


def judges(name, columns, classes, known, tried):
    """Overlapping clouds, far from the origin and of unequal scale, so that centring and scaling matter."""
    centres = rng.normal(size=(classes, columns)) * 1.5
    scale = np.exp(rng.normal(size=columns))

    def rows(count):
        labels = rng.integers(0, classes, count)
        return ((rng.normal(size=(count, columns)) + centres[labels]) * scale + 50).astype(np.float32), labels

    (x, y), (other, truth) = rows(known), rows(tried)
    scaler = StandardScaler().fit(x.astype(np.float64))
    probe = LogisticRegression(C=1, tol=1e-8, max_iter=10_000).fit(scaler.transform(x), y)
    neighbours = KNeighborsClassifier(min(10, known), algorithm="brute").fit(x.astype(np.float64), y)
    out.update({
        f"judges/{name}/known": x, f"judges/{name}/labels": y.astype(np.int32),
        f"judges/{name}/other": other, f"judges/{name}/truth": truth.astype(np.int32),
        f"judges/{name}/neighbours": neighbours.predict(other.astype(np.float64)).astype(np.int32),
        f"judges/{name}/accuracy": exact([neighbours.score(other.astype(np.float64), truth),
                                          probe.score(scaler.transform(other), truth)])})


judges("two", 3, 2, 50, 40)
judges("five", 4, 5, 130, 60)
judges("few", 3, 3, 7, 30)

codes = (rng.normal(size=(60, 5)) @ np.diag([3, 2, 1, 0.2, 0.05])).astype(np.float32)
spectrum = np.linalg.svd(codes.astype(np.float64) - codes.astype(np.float64).mean(0), compute_uv=False)
share = spectrum / spectrum.sum()
out["codes/values"] = codes
out["codes/expected"] = exact([np.exp(-(share * np.log(share)).sum()), (codes.astype(np.float64).var(0) > 0.01).sum()])


def images(name, *shape):
    a = rng.random(shape).astype(np.float32)
    b = np.clip(a + 0.2 * rng.normal(size=shape), 0, 1).astype(np.float32)
    a64, b64 = a.astype(np.float64), b.astype(np.float64)
    similarity = structural_similarity(a64, b64, data_range=1, gaussian_weights=True, sigma=1.5,
                                       use_sample_covariance=False, channel_axis=2)
    out.update({f"images/{name}/a": a, f"images/{name}/b": b,
                f"images/{name}/expected": exact([similarity, peak_signal_noise_ratio(a64, b64, data_range=1)])})


images("grey", 17, 22, 1)
images("colour", 14, 11, 3)


def neighbourhoods(name, rows, codes, neighbours):
    rows, codes = rows.astype(np.float32), codes.astype(np.float32)
    wide, narrow = rows.astype(np.float64), codes.astype(np.float64)
    out.update({f"neighbourhoods/{name}/rows": rows, f"neighbourhoods/{name}/codes": codes,
                f"neighbourhoods/{name}/k": np.array(neighbours, np.int32),
                f"neighbourhoods/{name}/expected": exact([
                    [trustworthiness(wide, narrow, n_neighbors=k), trustworthiness(narrow, wide, n_neighbors=k)]
                    for k in neighbours])})


bowl = rng.normal(size=(90, 3)) * [3, 2, 1] + 10
neighbourhoods("flattened", bowl, bowl[:, :2], [1, 5, 12, 44])
neighbourhoods("folded", bowl, np.abs(bowl[:, :1] - 10), [1, 7, 30])
neighbourhoods("random", rng.normal(size=(61, 8)), rng.normal(size=(61, 2)), [3, 10, 30])

np.savez_compressed(HERE / "measures.npz", **{name: np.ascontiguousarray(value) for name, value in out.items()})
