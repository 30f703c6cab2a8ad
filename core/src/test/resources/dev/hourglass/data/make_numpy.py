"""Writes stored.npz and deflated.npz, which NpyTest reads. Run with NumPy 2 in this folder."""

import io
import zipfile

import numpy as np

values = np.array([[1, 2, 3], [4, 5, 100]])
arrays = {}
for code in "f2 f4 f8 u1 u2 u4 i1 i2 i4 i8 b1".split():
    for byte_order in "<>":
        for order in "CF":
            arrays[f"{byte_order}{code}{order}"] = np.asarray(values.astype(byte_order + code), order=order)
arrays["cube"] = np.asfortranarray(np.arange(24, dtype="<i2").reshape(2, 3, 4))
arrays["negative"] = np.array([-1, -2], dtype="<i8")
arrays["scalar"] = np.array(7.5)
arrays["none"] = np.zeros((0, 3))
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
with zipfile.ZipFile("versions.npz", "w") as archive:
    for version in (1, 2, 3):
        out = io.BytesIO()
        np.lib.format.write_array(out, values.astype("<f4"), version=(version, 0))
        archive.writestr(f"v{version}.npy", out.getvalue())
