"""Reads a model file with the safetensors package, checks its checksum, and writes its contents again.

rewrite.py FROM TO
"""
import hashlib
import sys

import safetensors
from safetensors.numpy import save_file


def number(n):
    return n.to_bytes(8, "little")


def text(s):
    return number(len(s.encode())) + s.encode()


with safetensors.safe_open(sys.argv[1], "numpy") as f:
    metadata = f.metadata()
    tensors = {name: f.get_tensor(name) for name in f.keys()}

entries = {key: value for key, value in metadata.items() if key != "hourglass.checksum"}
h = hashlib.sha256(number(len(entries)))
for key in sorted(entries, key=str.encode):
    h.update(text(key) + text(entries[key]))
h.update(number(len(tensors)))
for name in sorted(tensors, key=str.encode):
    values = tensors[name]
    h.update(text(name) + number(values.ndim) + b"".join(map(number, values.shape)) + values.tobytes())
if metadata["hourglass.checksum"] != "sha256:" + h.hexdigest():
    sys.exit("checksum: expected " + metadata["hourglass.checksum"] + ", found sha256:" + h.hexdigest())
save_file(tensors, sys.argv[2], metadata)
