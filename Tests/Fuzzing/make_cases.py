"""Writes the files that were faults once, and some of every kind, for fuzz-readers: make_cases.py FOLDER."""

import gzip
import json
import shutil
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Oracle"))

import test_pictures_hostile as hostile  # noqa: E402
import test_pictures_kinds as kinds  # noqa: E402
from png_files import png  # noqa: E402
from test_images_reading import KINDS, jpeg, photo, samples, transparency  # noqa: E402


def pictures():
    for name, content in hostile.REFUSED.items():
        yield name, content
    for colour, depth, interlaced in KINDS:
        values = samples(colour, depth)[:9, :11]
        palette = np.random.default_rng(2).integers(0, 256, (2**depth, 3)) if colour == 3 else None
        file = png(values, colour, depth, interlaced, palette, transparency(colour, depth))
        yield f"png {colour} {depth} {interlaced}", file
        yield f"window {colour} {depth} {interlaced}", kinds.with_window(file, 8)
    pixels = np.arange(15).reshape(3, 5, 1) * 16
    small = png(pixels, 0, 8)
    for name, note in kinds.PNG_CARRIERS.items():
        yield f"png {name}", small[:33] + note(6) + small[33:]
    small = jpeg(photo().resize((24, 16)))
    for name, note in kinds.JPEG_CARRIERS.items():
        yield f"jpeg {name}", small[:2] + note(6) + small[2:]
    for progressive in (False, True):
        four = jpeg(photo().resize((24, 16)).convert("CMYK"), progressive=progressive)
        yield f"four colours {progressive}", four
        yield f"without Adobe {progressive}", kinds.without_adobe(four)
        for mode in ("L", "RGB"):
            yield f"jpeg {mode} {progressive}", jpeg(photo().resize((24, 16)).convert(mode), progressive=progressive)
    yield "restarts", jpeg(photo().resize((48, 32)), restart_marker_blocks=2)
    yield "no end", png(pixels, 0, 8)[:-12]
    stored = png(pixels, 0, 8)
    # Stored blocks: changes reach the filters.
    place = stored.index(b"IDAT")
    yield "stored", stored[: place - 4] + kinds.chunk(b"IDAT", zlib.compress(b"\0abcde" * 3, 0)) + stored[-12:]


def kernels():
    texts = [
        "0 -1 0; -1 5 -1; 0 -1 0", "0 -1 0 -1 5 -1 0 -1 0", "0,-1,0 -1,5,-1 0,-1,0", "0,5 0,5", "[[0,-1,0],[-1,5,-1],[0,-1,0]]",
        "\u22121 \u2212\u221a2 \u2013 0", "-\u221a2 0 \u221a2", "99999 -99998 0", "1/0 1", "1e400", "3 3 9\n1 1 1\n1 1 1\n1 1 1",
        "3 3 8 0\n-1 -1 -1\n-1 8 -1\n-1 -1 -1", '"1","2"\n"3","4"', "3x3+0+2: 1,2,3 4,5,6 7,8,nan", "\x1b[31m1 2", "1\n\n2 3",
        "name: a\naliases: b, c\ndivisor: 2\u221a2\n\n1 \u221a2 1\n", "nan", "9" * 400, "name: " + "x" * 5000 + "\n\n1", "\0", "\ufeff1 2",
    ]
    for number, text in enumerate(texts):
        yield str(number), text.encode("utf-8", "surrogatepass")
    for path in sorted((ROOT / "kernels").glob("*.kernel"))[::8]:
        yield path.name, path.read_bytes()


def idx(dimensions, data, kind=8):
    return struct.pack(f">HBB{len(dimensions)}I", 0, kind, len(dimensions), *dimensions) + data


def idx_files():
    whole = idx((2, 2, 3), bytes(range(12)))
    for number, content in enumerate([
        whole, whole[:-3], whole + b"\0", idx((2**32 - 1,) * 3, b""), idx((60000, 200, 200), bytes(99)), idx((0, 28, 28), b""),
        idx((2,), b"ab"), idx((1, 1, 1), b"a", 13), b"", b"\0\0\x08",
    ]):
        yield str(number), content
        yield f"{number}.gz", gzip.compress(content)
    yield "bomb", hostile.gzipped(idx((60000, 28, 28), b""), 8 << 20)
    yield "two streams", gzip.compress(whole[:10]) + gzip.compress(whole[10:])
    yield "trailer", gzip.compress(whole)[:-4]


def cifar_files():
    record = bytes([3]) + bytes(3072)
    for name, content in {"one": record, "wrong": bytes([10]) + bytes(3072), "cut": record[:-1], "none": b""}.items():
        yield name, content
        yield f"{name}.gz", gzip.compress(content)


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def models():
    tensor = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
    for number, content in enumerate([
        safetensors({"a": tensor}, bytes(8)), safetensors({"a": tensor, "__metadata__": {"format": "x"}}, bytes(8)),
        safetensors({"a": {**tensor, "data_offsets": [4, 2**63]}}, bytes(8)), safetensors({"a": {**tensor, "shape": [2**40, 2**40]}}, bytes(8)),
        safetensors(b"{", b""), struct.pack("<Q", 2**63) + b"{}", b"", b"\0" * 9, safetensors(b"[" * 5000), safetensors({"\x1b\n": tensor}, bytes(8)),
        (ROOT / "models/lenet.safetensors").read_bytes()[:30000],
    ]):
        yield str(number), content
    whole = (ROOT / "models/lenet.safetensors").read_bytes()
    yield "lenet", whole


def specifications():
    texts = [
        "conv 6 5x5 relu max 2 conv 16 8x8 tanh max 3 fc 120 relu fc 100 relu fc 10", "conv 8 3x3 stride 2 padding 1 batchnorm relu fc 10",
        "conv 99999999999 5x5", "fc 0", "max all fc 10", "conv 4 3x3 dilation 2 groups 3 no-bias softmax", "dropout 0.5 fc 10", "dropout nan",
        "conv 4 3x3 add conv1 from conv1", "conv", "", "fc 10 " * 2000, "conv 6 5x5 connections lenet5", "max 0", "leaky-relu -1e99 fc 3",
    ]
    for number, text in enumerate(texts):
        yield str(number), text.encode()


def jsons():
    texts = [
        '{"a": [1, 2.5e3, -0, true, false, null], "b": "\\u00e9\\ud83d\\ude00\\n"}', "[" * 600 + "]" * 600, "[" * 100000, '"\\ud800"', "1e999",
        "-", "[1,]", '{"a":1,"a":2}', '"' + "x" * 3000 + '"', "123456789012345678901234567890", "", "nul", '"\x01"',
    ]
    for number, text in enumerate(texts):
        yield str(number), text.encode()


SETS = {
    "picture": pictures, "kernel": kernels, "idx": idx_files, "cifar": cifar_files, "safetensors": models,
    "specification": specifications, "json": jsons,
}


def main():
    target = Path(sys.argv[1])
    for name, files in SETS.items():
        folder = target / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, (label, content) in enumerate(files()):
            safe = "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in label)
            (folder / f"{number:03}-{safe}").write_bytes(content)


if __name__ == "__main__":
    main()
