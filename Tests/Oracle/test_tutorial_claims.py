"""Statements of the tutorial that no command prints beside them, computed again."""

import pathlib
import re
import subprocess

import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build" / "release" / "cnnlab"
TUTORIAL = ROOT / "docs" / "tutorial"


def chapter(name):
    """The text of a chapter with its line breaks folded."""
    return re.sub(r"\s+", " ", (TUTORIAL / name).read_text())


def stated(name, pattern):
    """The numbers that a sentence of a chapter states."""
    found = re.search(pattern, chapter(name))
    assert found, f"{name} no longer says: {pattern}"
    return [float(number.replace(",", "")) for number in found.groups()]


def halves(rows):
    """Maximum pooling 2×2 of a map with even sides."""
    height, width = rows.shape
    return rows.reshape(height // 2, 2, width // 2, 2).max((1, 3))


def test_a_shift_changes_the_pooled_map_less(tmp_path):
    picture = ROOT / "samples" / "small" / "boat.png"
    target = tmp_path / "map.npy"
    subprocess.run([CNNLAB, "pipeline", "edge relu", picture, "--format", "npy", "-o", target, "--quiet"], check=True)
    whole = np.load(target).astype(float).squeeze()
    changes, pooled_changes = [], []
    for axis in (0, 1):
        # The rim, where the shifted map has no source, does not count.
        before, after = whole[4:-4, 4:-4], np.roll(whole, 1, axis)[4:-4, 4:-4]
        changes.append(100 * abs(after - before).sum() / before.sum())
        before, after = halves(before), halves(after)
        pooled_changes.append(100 * abs(after - before).sum() / before.sum())
    low, high, pooled_low, pooled_high = stated(
        "05-pooling.md", r"changes by (\d+) to (\d+) % of its total, the pooled map by (\d+) to (\d+) %"
    )
    assert sorted(round(change) for change in changes) == [low, high]
    assert sorted(round(change) for change in pooled_changes) == [pooled_low, pooled_high]


@pytest.mark.parametrize("padding, side", [(0, 54), (2, 55)])
def test_alexnet_on_224_pixels(padding, side):
    run = subprocess.run(
        [CNNLAB, "arch", f"conv 96 11x11 stride 4 padding {padding}", "--input", "3x224x224"],
        capture_output=True, text=True, check=True,
    )
    assert f"96×{side}×{side}" in run.stdout
    assert f"{side}" in chapter("11-architectures.md")


def test_the_summary_on_learned_filters_is_that_of_the_guide():
    guide = (ROOT / "docs" / "learned.md").read_text()
    beaten, of, gabor, noise = stated(
        "09-learned-filters.md",
        r"(\d+) of the (\d+) filters match better than 95 %.*misses (\d+) % of a learned filter's energy, but (\d+) %",
    )
    table = guide.split("### MNIST")[1]
    shares = [float(row) for row in re.findall(r"^\| \d .*\| ([\d.]+) % \| [\d.]+ % \|$", table, re.M)[: int(of)]]
    assert sum(share > 95 for share in shares) == beaten
    missed = re.search(r"energy that no Gabor function reaches, mean \| ([\d.]+) % \| ([\d.]+) %", table)
    assert [round(float(share)) for share in missed.groups()] == [gabor, noise]


def test_one_answer_takes_less_than_a_tenth_of_a_second():
    seconds = []
    for _ in range(5):
        run = subprocess.run(
            ["bash", "-c", f"TIMEFORMAT=%U; time '{CNNLAB}' predict convnet '{ROOT}/samples/boat.png'"],
            capture_output=True, text=True, check=True,
        )
        seconds.append(float(run.stderr.strip().splitlines()[-1].replace(",", ".")))
    assert min(seconds) < 0.1
    assert "less than a tenth of a second" in chapter("README.md")


def softmax(logits):
    shares = np.exp(np.array(logits) - max(logits))
    return shares / shares.sum()


def pooled(rows, of):
    return [[round(float(of(np.array(rows)[y : y + 2, x : x + 2]))) for x in (0, 2)] for y in (0, 2)]


POOLED = [[1, 3, 2, 4], [5, 7, 6, 8], [0, 2, 1, 3], [4, 6, 5, 7]]
TWICE = np.convolve([1, 1, 1], [1, 1, 1])
# Each answer on paper: the chapter, and the words that the computed numbers make.
ANSWERS = [
    ("01-pictures.md", f"28 · 28 = {28 * 28}, and 3 · 32 · 32 = {3 * 32 * 32:,}."),
    ("02-convolution.md", "so `6 8; 12 14`."),
    ("04-relu.md", "`" + " ".join(f"{count}/9" for count in TWICE) + "`."),
    ("05-pooling.md", "Maximum `{}`, average `{}`, sum `{}`.".format(
        *("; ".join(" ".join(map(str, row)) for row in pooled(POOLED, of)) for of in (np.max, np.mean, np.sum)))),
    ("07-fully-connected.md", f"= −{-(0.5 * 1 + 9 * 0 - 1 * 2 + 0.3):.1f}."),
    ("07-fully-connected.md", f"= {softmax([3, 0])[0]:.3f} and {softmax([3, 0])[1]:.3f}."),
    ("08-training.md", f"½ (0.04 + 0.04) = {0.5 * (0.2**2 + 0.2**2):.2f}, and −ln 0.8 = {-np.log(0.8):.3f}."),
    ("08-training.md", f"0.7 − 0.1 · (−2) = {0.7 + 0.1 * 2:.1f}."),
    ("08-training.md", f"⌈55,000 / 64⌉ = {-(-55000 // 64)}: {55000 // 64} full batches and one of {55000 % 64}."),
    ("10-lenet.md", f"= {1024 + 4704 + 1176 + 1600 + 400 + 120 + 100 + 10:,},"),
    ("11-architectures.md", f"256 · 36 · 4,096 + 4,096 = {256 * 36 * 4096 + 4096:,},"),
    ("11-architectures.md",
     f"= {512 * 49 * 4096 + 4096:,} of 138,357,544: {100 * (512 * 49 * 4096 + 4096) / 138357544:.0f} %."),
    ("11-architectures.md", f"= {2 * (16 * 16 * 9 + 16):,}, without batch"),
]


@pytest.mark.parametrize("name, answer", ANSWERS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(ANSWERS)])
def test_answers_on_paper(name, answer):
    assert answer in chapter(name)


def test_the_convolution_of_the_first_exercise():
    rows, kernel = np.arange(1, 10).reshape(3, 3), np.array([[0, 1], [1, 0]])
    sums = [[int((rows[y : y + 2, x : x + 2] * kernel).sum()) for x in (0, 1)] for y in (0, 1)]
    assert sums == [[6, 8], [12, 14]]


def test_every_term_of_the_glossary_stands_in_its_chapter():
    for term, link in re.findall(r"^\| (\S[^|]*?) \|.*\| \[\d+\]\((\S+)\) \|$", (TUTORIAL / "glossary.md").read_text(), re.M):
        assert term.lower().rstrip("s") in chapter(link).lower(), f"{link} does not use the term {term}"
