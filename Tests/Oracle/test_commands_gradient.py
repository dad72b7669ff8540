"""Gradients, paddings and borders of other programs, against NumPy and SciPy."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
SMOOTHING = {"sobel": [1, 2, 1], "scharr": [3, 10, 3], "prewitt": [1, 1, 1]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gradient")
    pixels = np.random.default_rng(7).integers(0, 256, (23, 31), np.uint8)
    pixels[:6, :9] = 100
    Image.fromarray(pixels).save(folder / "p.png")
    return folder


@pytest.fixture(scope="module")
def pixels(folder):
    return np.asarray(Image.open(folder / "p.png")).astype(np.float64)


def maps(folder, *arguments):
    subprocess.run([CNNLAB, *arguments, "-o", "map.npy", "--quiet"], cwd=folder, check=True, capture_output=True)
    return np.load(folder / "map.npy")


def slopes(pixels, name, mode="nearest"):
    weights = np.array(SMOOTHING[name], np.float64)
    x = np.outer(weights, [-1, 0, 1])
    return ndimage.correlate(pixels, x, mode=mode), ndimage.correlate(pixels, x.T, mode=mode)


@pytest.mark.parametrize("name", SMOOTHING)
def test_magnitude_and_direction(name, folder, pixels):
    gx, gy = slopes(pixels, name)
    magnitude = maps(folder, "filter", name, "p.png")
    np.testing.assert_allclose(magnitude, np.hypot(gx, gy), rtol=1e-6, atol=1e-3)
    direction = maps(folder, "filter", f"{name}-direction", "p.png")
    assert direction.min() >= 0 and direction.max() < 360
    expected = np.degrees(np.arctan2(-gy, gx)) % 360
    apart = np.abs(direction - expected)
    assert np.minimum(apart, 360 - apart).max() < 1e-3
    assert np.all(direction[(gx == 0) & (gy == 0)] == 0)


def test_in_a_pipeline_with_options(folder, pixels):
    gx, gy = slopes(pixels, "sobel", mode="mirror")
    expected = np.maximum(np.hypot(gx, gy)[::2, ::2] - 100, 0)
    found = maps(folder, "pipeline", "sobel relu", "p.png", "--border", "mirror", "--stride", "2", "--bias", "-100")
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-3)


def test_directions_as_a_picture(folder, pixels):
    gx, gy = slopes(pixels, "sobel")
    subprocess.run([CNNLAB, "filter", "sobel-direction", "p.png", "-o", "d.png"], cwd=folder, check=True)
    levels = np.asarray(Image.open(folder / "d.png")).astype(float)
    expected = (np.degrees(np.arctan2(-gy, gx)) % 360) * 255 / 360
    assert np.abs(levels - expected).max() <= 0.51


@pytest.mark.parametrize("threads", ["1", "3"])
def test_same_bits_whatever_the_threads(threads, folder):
    one = maps(folder, "filter", "scharr-direction", "p.png", "--jobs", "1")
    assert np.array_equal(one, maps(folder, "filter", "scharr-direction", "p.png", "--jobs", threads))


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_tensorflows_same(stride, size, folder, pixels):
    def margins(length):
        total = max((-(-length // stride) - 1) * stride + size - length, 0)
        return total // 2, total - total // 2

    kernel = np.arange(size * size, dtype=float).reshape(size, size) - 3
    padded = np.pad(pixels, [margins(n) for n in pixels.shape])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size))[::stride, ::stride]
    expected = np.einsum("yxij,ij->yx", windows, kernel)
    assert expected.shape == tuple(-(-n // stride) for n in pixels.shape)
    text = "; ".join(" ".join(f"{value:g}" for value in row) for row in kernel)
    found = maps(folder, "filter", text, "p.png", "--padding", "same-tf", "--stride", str(stride), "--border", "zero")
    assert np.array_equal(found, expected.astype(np.float32))


@pytest.mark.parametrize("sides", [(1, 0, 2, 3), (0, 4, 0, 0), (3, 3, 3, 3)])
@pytest.mark.parametrize("border, mode", [("zero", "constant"), ("reflect", "symmetric"), ("wrap", "wrap")])
def test_a_padding_for_each_side(sides, border, mode, folder, pixels):
    top, right, bottom, left = sides
    padded = np.pad(pixels, ((top, bottom), (left, right)), mode=mode)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    expected = 9 * windows[:, :, 1, 1] - windows.sum((2, 3))
    found = maps(folder, "filter", "edge", "p.png", "--padding", ",".join(map(str, sides)), "--border", border)
    assert np.array_equal(found, expected.astype(np.float32))


ALIASES = {
    "zero": ["zeros", "constant", "BORDER_CONSTANT", "black", "grid-constant"],
    "replicate": ["nearest", "edge", "BORDER_REPLICATE", "clamp", "copy"],
    "reflect": ["symmetric", "BORDER_REFLECT", "grid-mirror", "SYMMETRIC"],
    "mirror": ["reflect101", "reflect_101", "reflect-101", "BORDER_REFLECT_101", "BORDER_DEFAULT"],
    "wrap": ["circular", "periodic", "grid-wrap", "BORDER_WRAP", "tile"],
}


@pytest.mark.parametrize("border, alias", [(border, alias) for border, names in ALIASES.items() for alias in names])
def test_borders_under_other_programs_names(border, alias, folder):
    ours = maps(folder, "filter", "gaussian:2", "p.png", "--border", border)
    assert np.array_equal(ours, maps(folder, "filter", "gaussian:2", "p.png", "--border", alias))
