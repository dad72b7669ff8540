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
