"""Holds the written PNGs against Pillow and zlib: the same pixels, valid streams, whatever the compression."""

import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"


def pictures():
    generator = np.random.default_rng(5)
    y, x = np.mgrid[0:331, 0:517]
    yield "flat", np.full((331, 517), 7, np.uint8)
    yield "noise", generator.integers(0, 256, (331, 517)).astype(np.uint8)
    yield "smooth", (x / 4 + y / 3).astype(np.uint8)
    yield "waves", (128 + 100 * np.sin(x / 20) * np.cos(y / 31) + generator.normal(0, 3, x.shape)).astype(np.uint8)
    yield "stripes", ((x // 7 + y // 5) % 2 * 255).astype(np.uint8)
    yield "sparse", (generator.random(x.shape) < 0.01).astype(np.uint8) * 255
    yield "one pixel", np.array([[5]], np.uint8)
    yield "one row", x[:1].astype(np.uint8)
    yield "one column", y[:, :1].astype(np.uint8)
    yield "large", (generator.normal(100, 2, (1200, 1500)) + np.linspace(0, 90, 1500)).astype(np.uint8)


PICTURES = dict(pictures())


def check_stream(path):
    """Every check sum, and that the stream ends where it should."""
    file = path.read_bytes()
    assert file[:8] == b"\x89PNG\r\n\x1a\n"
    place, stream, kinds = 8, b"", []
    while place < len(file):
        (length,) = struct.unpack(">I", file[place : place + 4])
        body = file[place + 4 : place + 8 + length]
        assert struct.pack(">I", zlib.crc32(body)) == file[place + 8 + length : place + 12 + length]
        kinds.append(body[:4])
        if body[:4] == b"IDAT":
            stream += body[4:]
        place += length + 12
    assert kinds[0] == b"IHDR" and kinds[-1] == b"IEND" and place == len(file)
    inflater = zlib.decompressobj()
    data = inflater.decompress(stream)
    assert inflater.eof and not inflater.unused_data
    return data


@pytest.mark.parametrize("compression", ["fast", "balanced", "small"])
@pytest.mark.parametrize("name", PICTURES)
def test_round_trip(name, compression, tmp_path):
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    Image.fromarray(PICTURES[name]).save(source)
    subprocess.run([CNNLAB, "filter", "identity", source, "-o", target, "--compression", compression], check=True)
    image = Image.open(target)
    assert image.mode == "L"
    assert np.array_equal(np.asarray(image), PICTURES[name])
    height, width = PICTURES[name].shape
    assert len(check_stream(target)) == height * (width + 1)


@pytest.mark.parametrize("compression", ["fast", "balanced", "small"])
def test_16_bits(compression, tmp_path):
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    values = np.random.default_rng(1).integers(0, 65536, (60, 77)).astype(np.uint16)
    Image.fromarray(values).save(source)
    options = ["--depth", "16", "--compression", compression]
    subprocess.run([CNNLAB, "filter", "identity", source, "-o", target, *options], check=True)
    assert np.array_equal(np.asarray(Image.open(target)), values)
    check_stream(target)


@pytest.mark.parametrize("threads", ["1", "2", "3", "8"])
def test_bytes_do_not_depend_on_threads(threads, tmp_path):
    source, target, single = tmp_path / "in.png", tmp_path / "out.png", tmp_path / "single.png"
    Image.fromarray(PICTURES["large"]).save(source)
    subprocess.run([CNNLAB, "filter", "edge", source, "-o", single, "--jobs", "1"], check=True)
    subprocess.run([CNNLAB, "filter", "edge", source, "-o", target, "--jobs", threads], check=True)
    assert target.read_bytes() == single.read_bytes()


def test_csv(tmp_path):
    source, target = tmp_path / "in.png", tmp_path / "out.csv"
    Image.fromarray(PICTURES["waves"]).save(source)
    subprocess.run([CNNLAB, "filter", "1/3 1/3 1/3", source, "-o", target, "--format", "csv"], check=True)
    subprocess.run([CNNLAB, "filter", "1/3 1/3 1/3", source, "-o", tmp_path / "out.npy"], check=True)
    assert np.array_equal(np.loadtxt(target, delimiter=",", dtype=np.float32), np.load(tmp_path / "out.npy"))
