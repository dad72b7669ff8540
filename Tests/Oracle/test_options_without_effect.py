"""An option that would change nothing is refused with the reason, in every command; and what is asked for is bounded."""

import json
import struct
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
CHART = ROOT / "samples/chart.png"

REFUSED = [
    ("arch", "lenet", "--input", "3x32x32"), ("arch", "lenet", "--classes", "4"), ("arch", "--input", "3x32x32"),
    ("arch", "--classes", "4"), ("arch", "--why"), ("arch", "lenet5", "--why", "--json"),
    ("figures", "strip", "--model", "lenet"), ("figures", "strip", "--matrix", "1 2; 3 4"),
    ("figures", "list", "--theme", "dark"), ("figures", "strip", "--format", "svg", "--scale", "3"),
    ("dump", "lenet", "--pictures", "10"), ("compare", "lenet", "--no-experiment", "--data", "digits"), ("filter", "edge", CHART, "--colour", "--gray", "average"),
    ("pipeline", "edge relu", CHART, "--colour", "--gray", "average"), ("filter", "edge", CHART, "--depth", "16", "-o", "x.npy"),
    ("filter", "edge", CHART, "--compression", "small", "-o", "x.csv"),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda a: " ".join(str(word) for word in a[:4]))
def test_refused_with_the_reason(arguments, tmp_path):
    found = subprocess.run([CNNLAB, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 64
    line = found.stderr.splitlines()[0]
    assert " has no effect " in line and any(str(word) in line for word in arguments if str(word).startswith("--"))
    assert list(tmp_path.iterdir()) == []


WORDED = [
    (("arch", "max 2x1 padding 1"), "padding is 1; expected less than the window 2x1, which must see the map"),
    (("arch", "max 2 padding 2"), "padding is 2; expected less than the window 2"),
    (("figures", "convolution", "--matrix", "1 2 3; 4 5"), "Ragged matrix: row 2 has 2 numbers, row 1 has 3"),
    (("figures", "convolution", "--matrix", "1 2; 3 4"), "take a smaller kernel or more numbers"),
    (("figures", "strip", "-o", "x.bmp"), "-o x.bmp ends in .bmp, which is not written: end it in .png, .svg, .pdf or .gif"),
    (("dump", "lenet", "--format", "gif"), "png"),
    (("predict", "lenet", CHART, CHART, "--prepared", "x.jpg"), "there are 2 pictures; name a folder"),
    (("arch", "flaten"), "No network is called 'flaten'"),
    (("arch", "conv 1 3x3 padding 1 " * 60, "--picture", "a.png"), "draws 50 windows at most"),
]


@pytest.mark.parametrize("arguments, words", WORDED, ids=lambda a: " ".join(str(word) for word in a[:3])[:40] if isinstance(a, tuple) else "")
def test_says_what_is_wrong(arguments, words, tmp_path):
    found = subprocess.run([CNNLAB, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode in (1, 64)
    assert words in found.stderr.splitlines()[0]
    assert "--padding same" not in found.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["flatten", "relu", "softmax", "tanh"])
def test_a_network_of_one_word(word):
    found = subprocess.run([CNNLAB, "arch", word], capture_output=True, text=True)
    assert found.returncode == 0 and f"{word}1" in found.stdout


def test_nothing_sees_more_than_the_picture():
    found = subprocess.run(
        [CNNLAB, "arch", "conv 4 9x9 padding 4 " * 6, "--input", "32x32"], check=True, capture_output=True, text=True)
    assert found.stdout.splitlines()[7].split()[-1] == "32×32"


def test_many_layers_are_bounded(tmp_path):
    """A model whose SPEC has 300,000 layers is refused at the ten thousandth."""
    bytes_ = (ROOT / "models/lenet.safetensors").read_bytes()
    count = struct.unpack("<Q", bytes_[:8])[0]
    header = json.loads(bytes_[8 : 8 + count])
    header["__metadata__"]["spec"] += " relu" * 300_000
    text = json.dumps(header).encode()
    (tmp_path / "deep.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + bytes_[8 + count :])
    start = time.perf_counter()
    found = subprocess.run([CNNLAB, "arch", "deep.safetensors"], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 1 and "at most 10000 layers" in found.stderr
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("size", [28, 280])
def test_white_ink_on_nothing(size, tmp_path):
    """A digit whose shape lies in the opacity alone, white as tablets write it, is the digit that black ink is."""
    ink = Image.new("L", (280, 280), 0)
    for x in range(130, 160):
        for y in range(40, 240):
            ink.putpixel((x, y), 255)
    ink = ink.resize((size, size), Image.LANCZOS)
    answers = []
    for level in [0, 255]:
        picture = Image.new("LA", ink.size, (level, 0))
        picture.putalpha(ink)
        picture.save(tmp_path / f"{level}.png")
        found = subprocess.run(
            [CNNLAB, "predict", "lenet", f"{level}.png", "--json", "--prepared", f"seen-{level}.png"], cwd=tmp_path,
            check=True, capture_output=True, text=True)
        answers.append(json.loads(found.stdout)[0]["answer"])
    assert answers == ["1", "1"]
    assert np.array_equal(*(np.asarray(Image.open(tmp_path / f"seen-{level}.png")) for level in [0, 255]))


def test_dot_is_named_as_its_folder(tmp_path):
    """`--data .` has the folder's own name."""
    root = tmp_path / "shapes"
    random = np.random.default_rng(1)
    for name in ["a", "b"]:
        (root / name).mkdir(parents=True)
        for number in range(8):
            Image.fromarray(random.integers(0, 256, (28, 28), np.uint8)).save(root / name / f"{number}.png")
    found = subprocess.run(
        [CNNLAB, "train", "fc 2", "--data", ".", "--epochs", "1", "-o", tmp_path / "m.safetensors"], cwd=root,
        capture_output=True, text=True)
    assert "shapes: " in found.stdout
