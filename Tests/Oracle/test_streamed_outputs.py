"""Outputs that are more than clamped bytes, row by row as the picture is read: against the values as CSV, which are
computed from the whole picture, and against NumPy."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
F = np.float32


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streamed")
    random = np.random.default_rng(5)
    ramp = np.add.outer(np.linspace(0, 120, 331), np.linspace(0, 100, 457))
    gray = (ramp + random.integers(0, 36, ramp.shape)).astype(np.uint8)
    gray[200:230, 100:140] = 255
    Image.fromarray(gray).save(folder / "gray.png")
    Image.fromarray(np.stack([gray, gray[::-1], gray[:, ::-1]], axis=2)).save(folder / "colour.png")
    Image.fromarray(gray[:3, :4]).save(folder / "tiny.png")
    return folder


def run(folder, *arguments):
    subprocess.run([CNNLAB, "filter", *arguments, "--quiet"], cwd=folder, check=True, capture_output=True)


def values(folder, kernel, picture, *options):
    run(folder, kernel, picture, "-o", "values.csv", *options)
    return np.loadtxt(folder / "values.csv", delimiter=",", dtype=F, ndmin=2)


def shown(map_, display, depth):
    scale, offset = F(1), F(0)
    if display == "stretch":
        scale = F(255) / (map_.max() - map_.min())
        offset = -map_.min() * scale
    elif display == "signed":
        scale, offset = F(127) / np.abs(map_).max(), F(128)
    level = (np.abs(map_) if display == "absolute" else map_) * scale + offset
    level = level * F(257) if depth == 16 else level
    return np.rint(np.clip(level, 0, 65535 if depth == 16 else 255)).astype(np.uint16)


@pytest.mark.parametrize("picture", ["gray.png", "tiny.png"])
@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("display", ["clamp", "stretch", "signed", "absolute"])
@pytest.mark.parametrize(
    "kernel, options",
    [("edge", []), ("gaussian:3", []), ("sobel", ["--bias=-20"]), ("laplacian-8", ["--activation", "tanh"]),
     ("box:65", ["--border", "wrap"]), ("emboss", ["--stride", "2", "--activation", "leaky-relu"]),
     ("99999 -99998 0", []), ("edge", ["--pool", "max:2"]), ("gaussian:1", ["--pool", "average:3:1", "--relu"])])
def test_pictures_of_every_kind(kernel, options, display, depth, picture, folder):
    map_ = values(folder, kernel, picture, *options)
    run(folder, kernel, picture, "-o", "map.png", "--display", display, "--depth", str(depth), *options)
    with Image.open(folder / "map.png") as image:
        found = np.asarray(image).astype(np.uint16)
    assert np.array_equal(found, shown(map_, display, depth))


@pytest.mark.parametrize("options", [[], ["--pool", "sum:40:1"], ["--activation", "sigmoid"], ["--border", "wrap"]])
@pytest.mark.parametrize("kernel", ["edge", "log:4", "scharr-direction"])
def test_arrays(kernel, options, folder):
    map_ = values(folder, kernel, "gray.png", *options)
    run(folder, kernel, "gray.png", "-o", "map.npy", *options)
    assert np.array_equal(np.load(folder / "map.npy"), map_)
    # From standard input and to standard output alike.
    with open(folder / "gray.png", "rb") as picture:
        found = subprocess.run(
            [CNNLAB, "filter", kernel, "-", "-o", "-", "--format", "npy", *options, "--quiet"], cwd=folder,
            stdin=picture, check=True, capture_output=True)
    assert found.stdout == (folder / "map.npy").read_bytes()


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("options", [[], ["--pool", "max:9:2"], ["--display", "stretch"]])
def test_colour(options, depth, folder):
    """Three channels as three gray pictures; stretch scales them alike."""
    pooling = options if options[:1] == ["--pool"] else []
    run(folder, "emboss", "colour.png", "--colour", "-o", "map.npy", *pooling)
    channels = np.load(folder / "map.npy")
    run(folder, "emboss", "colour.png", "--colour", "-o", "map.png", "--depth", str(depth), *options)
    expected = shown(channels, "stretch" if "stretch" in options else "clamp", depth)
    if depth == 8:
        assert np.array_equal(np.asarray(Image.open(folder / "map.png")), expected.transpose(1, 2, 0))
    else:
        # Pillow reads 16 bits of colour as 8: the high bytes.
        assert np.array_equal(np.asarray(Image.open(folder / "map.png")), (expected >> 8).transpose(1, 2, 0))


@pytest.mark.parametrize("window, stride", [(2, 2), (3, 1), (40, 1), (40, 7), (331, 1), (100, 100)])
@pytest.mark.parametrize("kind", ["max", "average", "sum"])
def test_pooling_of_any_window(kind, window, stride, folder):
    """Exact for whole numbers, whatever the window."""
    pixels = np.asarray(Image.open(folder / "gray.png")).astype(np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (window, window))[::stride, ::stride]
    if kind == "max":
        expected = windows.max(axis=(2, 3)).astype(F)
    else:
        table = np.pad(pixels.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        total = table[window:, window:] - table[:-window, window:] - table[window:, :-window] + table[:-window, :-window]
        total = total[::stride, ::stride]
        expected = (total / (window * window) if kind == "average" else total).astype(F)
    for output in ["map.npy", "map.csv"]:
        run(folder, "identity", "gray.png", "--pool", f"{kind}:{window}:{stride}", "-o", output)
        found = np.load(folder / output) if output == "map.npy" else np.loadtxt(
            folder / output, delimiter=",", dtype=F, ndmin=2)
        assert np.array_equal(found, expected)


def peak(folder, *arguments):
    """The most memory of a run, in MB: a small Python starts the program, so that pytest's own does not count."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    found = subprocess.run(
        [sys.executable, "-c", code, CNNLAB, "filter", *arguments, "--quiet"], cwd=folder, check=True,
        capture_output=True, text=True)
    return int(found.stdout.split()[-1]) / 1024


@pytest.mark.parametrize(
    "options",
    [["--depth", "16"], ["--display", "stretch"], ["--format", "npy"], ["--pool", "max:40:1"],
     ["--pool", "average:2"], ["--activation", "tanh"], ["--depth", "16", "--colour"]])
def test_memory_does_not_grow_with_the_height(options, folder):
    random = np.random.default_rng(1)
    for name, height in [("short.png", 1000), ("long.png", 8000)]:
        if not (folder / name).exists():
            Image.fromarray(random.integers(0, 256, (height, 1000), np.uint8)).save(folder / name, compress_level=1)
    ending = "npy" if "npy" in options else "png"
    short, long = (
        peak(folder, "edge", name, "-o", f"peak.{ending}", "--jobs", "2", *options)
        for name in ["short.png", "long.png"])
    # Seven million pixels more are 28 MB of floats; the file itself is read as it comes.
    assert long < short + 12
