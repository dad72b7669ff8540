"""8-bit maps of whole-numbered kernels and fractions against exact arithmetic: every value, every half."""

import resource
import subprocess
from fractions import Fraction
from math import lcm
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

CNNLAB = Path(__file__).resolve().parents[2] / ".build/release/cnnlab"


def convolved(pixels, weights, bias=Fraction(0)):
    """Clamped and rounded, halves to the even neighbour; the border repeats the last pixel."""
    height, width = len(weights), len(weights[0])
    common = lcm(*(weight.denominator for row in weights for weight in row), bias.denominator)
    top, left = (height - 1) // 2, (width - 1) // 2
    padded = np.pad(pixels.astype(object), ((top, height - 1 - top), (left, width - 1 - left)), mode="edge")
    total = np.full(pixels.shape, int(bias * common), dtype=object)
    for i in range(height):
        for j in range(width):
            total += int(weights[i][j] * common) * padded[i : i + pixels.shape[0], j : j + pixels.shape[1]]
    return np.array([[min(max(round(Fraction(int(v), common)), 0), 255) for v in row] for row in total], np.uint8)


def matrix(weights):
    return "; ".join(" ".join(str(weight) for weight in row) for row in weights)


def filtered(folder, kernel, *options):
    subprocess.run(
        [CNNLAB, "filter", kernel, "p.png", "-o", "map.png", "--quiet", *options], cwd=folder, check=True,
        capture_output=True)
    return np.asarray(Image.open(folder / "map.png"))


@pytest.fixture(scope="module")
def pixels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exact")
    random = np.random.default_rng(3)
    pixels = random.integers(0, 256, (19, 83), np.uint8)
    pixels[:7, :30] = 201
    pixels[8:, 40:60] = 255
    Image.fromarray(pixels).save(folder / "p.png")
    return folder, pixels


def whole(random):
    """Small numbers, and such as sum to far more than a float holds."""
    height, width = random.integers(1, 8, 2)
    most = int(10.0 ** random.uniform(0.5, 7))
    weights = random.integers(-most, most + 1, (height, width))
    # Sums near to the range of pixels, however large the weights.
    weights[0, 0] += random.integers(0, 3) - weights.sum()
    if abs(weights[0, 0]) > 2**24:
        return whole(random)
    return [[Fraction(int(weight)) for weight in row] for row in weights], Fraction(int(random.integers(-300, 300)))


def low_rank(random):
    """Whole numbers of rank 1 to 3, and what nearly is: one weight that differs."""
    size, rank = int(random.integers(7, 16)), int(random.integers(1, 4))
    weights = sum(
        np.outer(random.integers(-3, 4, size), random.integers(-3, 4, size + 2)) for _ in range(rank))
    if random.random() < 0.5:
        weights[random.integers(size), random.integers(size)] += int(random.integers(1, 2000))
    divisor = int(random.integers(1, 40))
    return [[Fraction(int(weight), divisor) for weight in row] for row in weights], Fraction(0)


def fractions(random):
    """Denominators up to a million, where a float's quotient may fall on a half that the value is not."""
    height, width = random.integers(1, 5, 2)
    denominator = int(10.0 ** random.uniform(0, 6))
    weights = random.integers(0, 2 * denominator // (height * width) + 2, (height, width))
    return [[Fraction(int(weight), denominator) for weight in row] for row in weights], Fraction(
        int(random.integers(-100, 100)), int(random.choice([1, 2])))


@pytest.mark.parametrize("kind", [whole, low_rank, fractions])
def test_random_kernels(kind, pixels):
    folder, picture = pixels
    random = np.random.default_rng(11)
    for _ in range(60):
        weights, bias = kind(random)
        found = filtered(folder, matrix(weights), f"--bias={float(bias)}")
        expected = convolved(picture, weights, bias)
        assert np.array_equal(found, expected), (matrix(weights), bias, np.argwhere(found != expected)[:3])


@pytest.mark.parametrize("side", [9, 15, 31])
def test_a_box_with_another_middle(side, pixels):
    """Rank 2 in whole numbers, where singular vectors are none."""
    folder, picture = pixels
    weights = [[Fraction(1)] * side for _ in range(side)]
    weights[side // 2][side // 2] = Fraction(1 - side * side)
    (folder / "k.kernel").write_text(matrix(weights).replace("; ", "\n") + "\n")
    assert np.array_equal(filtered(folder, "k.kernel"), convolved(picture, weights))
    found = subprocess.run(
        [CNNLAB, "filter", "k.kernel", "p.png", "-o", "map.npy", "--quiet"], cwd=folder, capture_output=True)
    assert found.returncode == 0
    assert np.array_equal(np.load(folder / "map.npy") % 1, np.zeros(picture.shape))


def test_weights_beyond_what_a_float_sums(pixels):
    folder, picture = pixels
    assert filtered(folder, "99999 -99998 0")[3, 10] == 201
    weights = [[Fraction(99999), Fraction(-99998), Fraction(0)]]
    assert np.array_equal(filtered(folder, "99999 -99998 0"), convolved(picture, weights))
    subprocess.run([CNNLAB, "filter", "99999 -99998 0", "p.png", "-o", "map.npy", "--quiet"], cwd=folder, check=True)
    assert np.load(folder / "map.npy")[3, 10] == 201


@pytest.mark.parametrize("divisor", ["2", "7", "1000", "4099", "65537", "999983", "16777215", "0.125", "3/7", "-402"])
def test_divisors(divisor, pixels):
    """Numerators that reach exact halves and their next neighbours."""
    folder, picture = pixels
    over = Fraction(divisor)
    step = max(1, abs(over.numerator) // over.denominator)
    for numerators in ([step // 2, 0, 1], [step, -step // 2, 1], [step // 3, step // 2 + 1, -1]):
        (folder / "d.kernel").write_text(f"divisor: {divisor}\n\n{' '.join(map(str, numerators))}\n")
        weights = [[Fraction(n) / over for n in numerators]]
        assert np.array_equal(filtered(folder, "d.kernel"), convolved(picture, weights)), (divisor, numerators)


@pytest.mark.parametrize(
    "arguments",
    [("filter", name, "p.png", "-o", "f.png", "--quiet")
     for name in ["gaussian:50", "gaussian:170", "log:30", "log:127", "box:401", "box:1023", "disk:100", "disk:511",
                  "dog:106", "motion:999:30", "gabor:45:150", "unsharp:170:2", "random:1023:1"]]
    + [("kernels", name) for name in ["gaussian:50", "gaussian:170", "box:257", "disk:100", "random:1023:1"]])
def test_large_kernels_on_twelve_pixels(arguments, tmp_path):
    """No search for the rank takes long; these took 2 to 180 seconds."""
    Image.fromarray(np.arange(0, 240, 20, np.uint8).reshape(3, 4)).save(tmp_path / "p.png")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([CNNLAB, *arguments], cwd=tmp_path, check=True, capture_output=True)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


def test_a_file_of_many_ones(tmp_path):
    """The largest kernel there is, as text: rank 1 without a search."""
    Image.fromarray(np.arange(0, 240, 20, np.uint8).reshape(3, 4)).save(tmp_path / "p.png")
    (tmp_path / "ones.txt").write_text(("1 " * 1023 + "\n") * 1023)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = subprocess.run([CNNLAB, "kernels", "ones.txt"], cwd=tmp_path, check=True, capture_output=True, text=True)
    # The processor's time, as other tests run beside this one.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3
    assert "rank      1: separable" in found.stdout
