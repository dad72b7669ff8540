"""The package Examples builds against the library as a user's program does, runs, and is what the README shows."""

import pathlib
import re
import subprocess

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = ROOT / ".build" / "dependents" / "release"


@pytest.fixture(scope="module")
def programs():
    subprocess.run(["make", "-s", "--no-print-directory", "examples"], cwd=ROOT, check=True, timeout=1500)
    return BUILT


def lines(name):
    text = (ROOT / f"Examples/Sources/{name}/main.swift").read_text()
    return [line for line in text.splitlines() if line.strip()]


def test_filter_picture(programs, tmp_path):
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    run = subprocess.run([programs / "filter-picture"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert run.stdout == "1200×800 pixels became 600×400: see edges.png\n"
    picture = np.asarray(Image.open(ROOT / "samples/boat.png").convert("L"), float)
    kernel = np.full((3, 3), -1.0)
    kernel[1, 1] = 8
    edges = np.maximum(ndimage.correlate(picture, kernel, mode="nearest"), 0)
    expected = np.clip(edges.reshape(400, 2, 600, 2).max(axis=(1, 3)), 0, 255)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "edges.png"), float), expected)
    assert len(lines("filter-picture")) <= 10


def test_train_network(programs, tmp_path):
    run = subprocess.run(
        [programs / "train-network"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=600)
    accuracy = float(re.fullmatch(r"Epoch 1: .*\nEpoch 2: .*\nOf pictures never seen: (0\.\d+)\n", run.stdout)[1])
    assert accuracy > 0.93
    # The command line reads the model and measures the same.
    test = subprocess.run(
        [ROOT / ".build/release/cnnlab", "test", "digits.safetensors", "--data", "digits"], cwd=tmp_path, check=True,
        capture_output=True, text=True)
    assert f"{100 * accuracy:.2f} %" in test.stdout
    assert len(lines("train-network")) <= 20


@pytest.mark.parametrize("name", ["filter-picture", "train-network"])
def test_the_readme_shows_them(name):
    fences = re.findall(r"^```swift\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    assert (ROOT / f"Examples/Sources/{name}/main.swift").read_text() in fences


@pytest.mark.parametrize("article", sorted((ROOT / "Sources/ConvolutionLab/ConvolutionLab.docc").glob("*.md")), ids=lambda path: path.stem)
def test_the_code_of_the_articles_compiles(article, programs, tmp_path):
    code = re.findall(r"^```swift\n(.*?)^```", article.read_text(), re.M | re.S)
    assert code or article.stem == "ConvolutionLab"
    (tmp_path / "main.swift").write_text("import ConvolutionLab\n" + "".join(code))
    folders = [BUILT / "Modules", *(path.parent for path in (ROOT / "Sources").glob("*/module.modulemap")),
               *(path.parent for path in BUILT.glob("*.build/module.modulemap")), *(ROOT / "Sources").glob("*/include")]
    flags = [flag for folder in folders for flag in ("-I", folder)]
    done = subprocess.run(
        ["swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", *flags, tmp_path / "main.swift"],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
