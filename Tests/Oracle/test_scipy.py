"""Holds `cnnlab filter` against scipy.ndimage for every named kernel.

Every kernel x stride 1..3 x padding x border x correlation and convolution, on pictures of odd shapes: the float32
maps and the 8-bit pictures. The kernel files are read here anew and exactly, as fractions, so that the reader is
tested too, and so that an 8-bit tie is known to be one.
"""

import os
import re
import subprocess
import tempfile
from fractions import Fraction
from math import lcm
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

ROOT = Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"

# width, height
SHAPES = [(1, 1), (7, 5), (31, 17), (64, 33)]
STRIDES = [1, 2, 3]
PADDINGS = ["valid", "same", "full", "2"]
# ours: the names in numpy.pad and scipy.ndimage
BORDERS = {
    "zero": ("constant", "constant"),
    "replicate": ("edge", "nearest"),
    "reflect": ("symmetric", "reflect"),
    "mirror": ("reflect", "mirror"),
    "wrap": ("wrap", "wrap"),
}


class Kernel:
    """Exact numerators over one divisor where the weights are fractions, else float64 weights."""

    def __init__(self, path):
        header, _, matrix = path.read_text(encoding="utf-8").partition("\n\n")
        self.name = path.stem
        fields = dict(line.split(": ", 1) for line in header.splitlines())
        weights = [[number(word) for word in row.split()] for row in matrix.strip().splitlines()]
        divisor = number(fields.get("divisor", "1"))
        values = [[weight / divisor for weight in row] for row in weights]
        self.weights = np.array(values, dtype=np.float64)
        self.height, self.width = self.weights.shape
        self.magnitude = np.abs(self.weights).sum()
        self.numerators = None
        if all(isinstance(value, Fraction) for row in values for value in row):
            common = lcm(*(value.denominator for row in values for value in row))
            if common < 10**6:
                self.divisor = common
                self.numerators = np.array([[int(value * common) for value in row] for row in values], dtype=np.int64)


def number(word):
    root = re.fullmatch(r"([-+]?)(\d*)√(\d+)", word)
    if root:
        return float(root[1] + (root[2] or "1")) * float(root[3]) ** 0.5
    return Fraction(word)


KERNELS = [Kernel(path) for path in sorted((ROOT / "kernels").glob("*.kernel"))]


@pytest.fixture
def maps_folder():
    """In memory where the system has such a folder: a run of this suite writes 130,000 small files."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """A noise picture of each shape, with flat and saturated areas so that clamping and ties occur."""
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(20)
    result = {}
    for width, height in SHAPES:
        pixels = random.integers(0, 256, (height, width), dtype=np.uint8)
        pixels[: height // 3] &= 0xF0
        pixels[:, : width // 4] = 255
        path = folder / f"p{width}x{height}.png"
        Image.fromarray(pixels).save(path)
        result[path] = pixels
    return result


def margins(padding, length):
    """Pixels added before and after along an axis."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        return (length - 1) // 2, length - 1 - (length - 1) // 2
    if padding == "full":
        return length - 1, length - 1
    return int(padding), int(padding)


def fits(kernel, pixels, padding):
    height, width = pixels.shape
    return (
        height + sum(margins(padding, kernel.height)) >= kernel.height
        and width + sum(margins(padding, kernel.width)) >= kernel.width
    )


def sums(pixels, kernel, flip, border, padding):
    """Every sum at stride 1, exact integers (times the divisor) or float64, by correlation or convolution."""
    exact = kernel.numerators is not None
    weights = kernel.numerators if exact else kernel.weights
    values = pixels.astype(np.int64 if exact else np.float64)
    if flip:
        weights = weights[::-1, ::-1]
    amounts = margins(padding, kernel.height), margins(padding, kernel.width)
    padded = np.pad(values, amounts, mode=BORDERS[border][0])
    anchored = ndimage.correlate(padded, weights, mode="constant", origin=origin(kernel))
    top, left = (kernel.height - 1) // 2, (kernel.width - 1) // 2
    return anchored[
        top : top + padded.shape[0] - kernel.height + 1, left : left + padded.shape[1] - kernel.width + 1
    ]


def origin(kernel):
    """SciPy's centre is floor(k/2); for an even kernel ours lies one before it."""
    return tuple(-1 if length % 2 == 0 else 0 for length in kernel.weights.shape)


def rounded(values, kernel):
    """The 8-bit pixels, half to even, and how far from a tie each is."""
    if kernel.numerators is None:
        clamped = np.clip(values, 0, 255)
        return np.rint(clamped).astype(np.uint8), np.abs(clamped - np.floor(clamped) - 0.5)
    clamped = np.clip(values, 0, 255 * kernel.divisor)
    whole, rest = np.divmod(clamped, kernel.divisor)
    above = 2 * rest > kernel.divisor
    tie = 2 * rest == kernel.divisor
    return (whole + (above | (tie & (whole % 2 == 1)))).astype(np.uint8), None


def cnnlab(*arguments):
    subprocess.run([CNNLAB, *map(str, arguments)], check=True, capture_output=True, text=True)


def requests(pictures, padding):
    """Kernels and the pictures they all fit into: one run of the program each."""
    together = []
    for path, pixels in pictures.items():
        fitting = [kernel for kernel in KERNELS if fits(kernel, pixels, padding)]
        if len(fitting) == len(KERNELS):
            together.append(path)
        elif fitting:
            yield fitting, [path]
    if together:
        yield KERNELS, together


@pytest.mark.parametrize("flip", [False, True], ids=["correlation", "convolution"])
@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("padding", PADDINGS)
def test_every_kernel(pictures, maps_folder, padding, border, flip):
    wrong = []
    checked = 0
    for kernels, paths in requests(pictures, padding):
        names = "all" if len(kernels) == len(KERNELS) else ",".join(kernel.name for kernel in kernels)
        expected = {
            (path, kernel.name): sums(pictures[path], kernel, flip, border, padding)
            for path in paths
            for kernel in kernels
        }
        for stride in STRIDES:
            options = ["--stride", stride, "--padding", padding, "--border", border, "--quiet"]
            options += ["--flip"] if flip else []
            for form in ["npy", "png"]:
                cnnlab("filter", names, *paths, *options, "--format", form, "-o", maps_folder)
            for path in paths:
                for kernel in kernels:
                    values = expected[path, kernel.name][::stride, ::stride]
                    stem = maps_folder / f"{path.stem}-{kernel.name}"
                    maps = np.load(f"{stem}.npy")
                    pixels = np.asarray(Image.open(f"{stem}.png"))
                    checked += 1
                    if not (agrees(maps, values, kernel) and agrees_in_bytes(pixels, values, kernel)):
                        wrong.append(f"{kernel.name} on {path.stem}, stride {stride}")
    assert not wrong, f"{len(wrong)} of {checked} differ: {wrong[:10]}"
    assert checked > 0


def agrees(maps, values, kernel):
    """float32 within 1e-3 relative; a whole-numbered kernel within the rounding of one division."""
    if kernel.numerators is not None:
        return maps.shape == values.shape and np.allclose(maps, values / kernel.divisor, rtol=2.0**-23, atol=0)
    smallest = 255 * kernel.magnitude * 2.0**-20
    return maps.shape == values.shape and np.allclose(maps, values, rtol=1e-3, atol=smallest)


def agrees_in_bytes(pixels, values, kernel):
    """Equal to the clamped value rounded half to even; irrational weights may fall either way within 1e-3 of a tie."""
    expected, distance = rounded(values, kernel)
    if pixels.shape != expected.shape:
        return False
    differs = pixels != expected
    return not differs.any() if distance is None else not (differs & (distance > 1e-3)).any()


@pytest.mark.parametrize("border", BORDERS)
def test_border_is_that_of_scipy(pictures, border, maps_folder):
    """The same maps from SciPy's own modes, without padding by hand: what each border is called there."""
    mode = BORDERS[border][1]
    for operation, flip in [(ndimage.correlate, []), (ndimage.convolve, ["--flip"])]:
        cnnlab("filter", "all", *pictures, "--border", border, *flip, "--format", "npy", "-o", maps_folder, "--quiet")
        for path, pixels in pictures.items():
            for kernel in KERNELS:
                # The origin shifts the window; a convolution's runs the other way, from the turned kernel's anchor.
                shift = origin(kernel) if operation is ndimage.correlate else (0, 0)
                expected = operation(pixels.astype(np.float64), kernel.weights, mode=mode, origin=shift)
                maps = np.load(maps_folder / f"{path.stem}-{kernel.name}.npy")
                tolerance = 255 * kernel.magnitude * 2.0**-20
                assert np.allclose(maps, expected, rtol=1e-3, atol=tolerance), f"{kernel.name} on {path.stem}"


def test_every_file_is_in_the_binary(tmp_path):
    """`all` filters with every file of kernels/ and no other."""
    path = tmp_path / "p.png"
    Image.new("L", (9, 9)).save(path)
    cnnlab("filter", "all", path, "-o", tmp_path / "maps", "--quiet")
    assert sorted(file.stem for file in (tmp_path / "maps").iterdir()) == sorted(f"p-{k.name}" for k in KERNELS)
