"""Copies one text of a model file's metadata to another file, whose numbers stay as they are: copy_text.py FROM TO KEY.

What the pictures that `convnet` learned from have in common (`usual`) came to it so, from a model of the same pictures:

    cnnlab train convnet4 --data cifar4 --validation 0 --epochs 1 -o new.safetensors
    python3 models/copy_text.py new.safetensors models/convnet.safetensors usual
"""

import json
import pathlib
import struct
import sys


def parts(path):
    """The head of a file and its numbers."""
    content = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length]), content[8 + length :]


source, target, key = sys.argv[1:]
head, numbers = parts(target)
texts = head["__metadata__"] | {key: parts(source)[0]["__metadata__"][key]}
head = {"__metadata__": dict(sorted(texts.items()))} | {name: entry for name, entry in head.items() if name != "__metadata__"}
text = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
pathlib.Path(target).write_bytes(struct.pack("<Q", len(text)) + text + numbers)
