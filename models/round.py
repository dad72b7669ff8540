"""Rounds a model's numbers to multiples of 1/STEP and writes them as float16: round.py MODEL OUTPUT STEP.

The fully connected network of the visualiser has 266,610 numbers. With few different ones it takes little room in the
page of `cnnlab explore`; what it loses in accuracy, `cnnlab test` says. Every rounded number is exact in float16.
"""

import json
import struct
import sys

import numpy
from safetensors.numpy import load_file

source, target, step = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(source, "rb") as file:
    head = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
values = load_file(source)
metadata = head.pop("__metadata__") | {"rounded": f"to multiples of 1/{step}"}
blobs, offset = [], 0
entries = {"__metadata__": dict(sorted(metadata.items()))}
for name in sorted(head, key=lambda name: head[name]["data_offsets"]):
    rounded = numpy.round(values[name] * step) / step
    blob = rounded.astype("<f2")
    assert (blob.astype(numpy.float32) == rounded).all(), f"{name} is not exact in float16"
    entries[name] = {"dtype": "F16", "shape": list(blob.shape), "data_offsets": [offset, offset + blob.nbytes]}
    offset += blob.nbytes
    blobs.append(blob.tobytes())
text = json.dumps(entries, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open(target, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
