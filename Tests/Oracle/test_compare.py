"""Runs `cnnlab compare` small and opens its report in a browser without a network."""

import base64
import csv
import hashlib
import json
import pathlib
import re
import resource
import subprocess

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from browser import offline_browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
LENET = ROOT / "models/lenet.safetensors"
SHORT = ["--data", "digits", "--seeds", 2, "--epochs", 1, "--pictures", 300]


def run(*arguments, cwd, code=0):
    result = subprocess.run([str(CNNLAB), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert result.returncode == code, result.stderr
    return result


def contents(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*.*"))}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    run("compare", "lenet", *SHORT, "-o", "report", cwd=folder)
    return folder / "report"


def table(report, name):
    return list(csv.DictReader((report / f"{name}.csv").open()))


def test_the_same_seed_gives_the_same_report(report, tmp_path):
    run("compare", "lenet", *SHORT, "--threads", 1, "-o", "again", cwd=tmp_path)
    assert contents(tmp_path / "again") == contents(report)
    run("compare", "lenet", *SHORT, "--seed", 2, "-o", "other", cwd=tmp_path)
    other = contents(tmp_path / "other")
    assert other.keys() == contents(report).keys() and other["runs.csv"] != contents(report)["runs.csv"]


def test_the_report_opens_offline_without_errors(report):
    with offline_browser() as browser:
        browser.get(f"file://{report}/report.html")
        messages = browser.get_log("browser")
        assert messages == []
        pictures = browser.execute_script(
            "return [...document.images].map(i => ({alt: i.alt, width: i.naturalWidth, "
            "shown: i.getBoundingClientRect().width, "
            "legend: i.parentElement.querySelector('figcaption')?.textContent}))")
        assert len(pictures) >= 7
        page = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        assert page[0] <= page[1]
        for picture in pictures:
            assert len(picture["alt"]) > 30 and picture["width"] > 200
            assert re.match(r"Figure \d+\. .{20,}", picture["legend"])
            assert 200 < picture["shown"] <= page[1]
        requests = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        assert all(name.startswith("data:") for name in requests)
        words = browser.execute_script("return document.querySelectorAll('.words').length")
        assert words >= len(pictures)
        paper = base64.b64decode(browser.print_page())
        assert paper.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", paper)) >= 3


def test_a_narrow_window_scrolls_tables_only(report):
    with offline_browser(width=500) as browser:
        browser.get(f"file://{report}/report.html")
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_nothing_is_fetched(report):
    page = (report / "report.html").read_text()
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert "<script" not in page and "@import" not in page


def test_tables_agree_with_the_weights(report):
    weights = load_file(LENET)["conv1.weight"][:, 0].astype(np.float64)
    for row, filter in zip(table(report, "shapes"), weights):
        energy = (filter**2).sum()
        assert float(row["constant, %"]) == pytest.approx(100 * filter.sum() ** 2 / (25 * energy), abs=0.06)
        values = np.linalg.svd(filter, compute_uv=False)
        assert float(row["separable, %"]) == pytest.approx(100 * values[0] ** 2 / energy, abs=0.06)
        odd = (filter - filter[::-1, ::-1]) / 2
        assert float(row["odd, %"]) == pytest.approx(100 * (odd**2).sum() / energy, abs=0.06)
    matches = table(report, "matches")
    assert len(matches) == 6
    for row, filter in zip(matches, weights):
        known = json.loads(run("kernels", row["kernel"], "--json", cwd=report).stdout)[0]
        kernel = np.array(known["numerators"], np.float64)
        best = 0
        for turned in forms(kernel):
            for y in range(6 - turned.shape[0]):
                for x in range(6 - turned.shape[1]):
                    part = filter[y : y + turned.shape[0], x : x + turned.shape[1]]
                    cosine = abs((part * turned).sum()) / np.linalg.norm(turned) / np.linalg.norm(filter)
                    best = max(best, cosine)
        assert float(row["|cosine|"]) == pytest.approx(best, abs=0.0006)


def forms(kernel):
    for quarter in range(4):
        turned = np.rot90(kernel, quarter)
        if max(turned.shape) <= 5:
            yield turned
            if turned.shape == (3, 3):
                ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
                diagonal = turned.copy()
                for here, there in zip(ring, ring[1:] + ring[:1]):
                    diagonal[here] = turned[there]
                yield diagonal


def test_a_model_of_named_kernels_is_matched_whole(tmp_path):
    """Rotated, shifted, negated and scaled copies of named kernels: |cosine| 1 and the right name for all."""
    tensors = load_file(LENET)
    sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)
    emboss = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], np.float32)
    kirsch = json.loads(run("kernels", "kirsch-north", "--json", cwd=tmp_path).stdout)[0]
    copies = [("sobel-x", np.rot90(sobel) * -3.5, 0, 2), ("emboss", np.rot90(emboss, 3) * 0.01, 2, 0),
              ("kirsch-north", np.rot90(np.array(kirsch["numerators"]), 2), 1, 1), ("sobel-x", sobel, 2, 2),
              ("emboss", -emboss, 0, 0), ("kirsch-north", -np.array(kirsch["numerators"]), 0, 2)]
    filters = np.zeros((6, 1, 5, 5), np.float32)
    for index, (_, kernel, y, x) in enumerate(copies):
        filters[index, 0, y : y + 3, x : x + 3] = kernel
    tensors["conv1.weight"] = filters
    header = json.loads(LENET.read_bytes()[8 : 8 + int.from_bytes(LENET.read_bytes()[:8], "little")])
    save_file(tensors, tmp_path / "named.safetensors", metadata=header["__metadata__"])
    found = json.loads(run(
        "compare", "named.safetensors", "--kernels", "sobel-x,emboss,kirsch-north,box-blur", "--no-experiment", "--json",
        cwd=tmp_path).stdout)["matches"]
    assert [row["kernel"] for row in found] == [name for name, *_ in copies]
    assert all(row["|cosine|"] == 1 and row["random beaten, %"] == 100 for row in found)
    assert [row["offset x, y"] for row in found] == [f"{x}, {y}" for _, _, y, x in copies]


def test_an_own_photograph_and_no_experiment(tmp_path):
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)).save(tmp_path / "photo.png")
    out = run("compare", "lenet", "--image", "photo.png", "--no-experiment", cwd=tmp_path).stdout
    assert "Best hand-designed match of each learned filter" in out
    assert sorted(p.name for p in (tmp_path / "lenet-comparison").iterdir()) == [
        "figures", "maps.csv", "matches.csv", "report.html", "shapes.csv", "span.csv"]
    assert sorted(p.name for p in (tmp_path / "lenet-comparison/figures").iterdir()) == [
        "chance.svg", "gabor.svg", "maps.svg", "matches.svg", "span.svg"]
    assert "cnnlab compare lenet --image photo.png --no-experiment --seed 1" in (
        tmp_path / "lenet-comparison/report.html").read_text()


@pytest.mark.parametrize("arguments, code, message", [
    (["lenett"], 1, "no model file 'lenett'"),
    (["lenet", "--data", "nowhere"], 1, "nowhere"),
    (["lenet", "--seeds", "1"], 64, "--seeds is 1: it must be 2 or more"),
    (["lenet", "--quick", "--no-experiment"], 64, "--no-experiment leaves out"),
    (["lenet", "--kernels", "gaussian:5", "--no-experiment"], 1, "None of the kernels fits into the layer's 5×5"),
    (["lenet", "--image", "missing.png"], 1, "missing.png"),
    (["lenet", "-o", "file.txt", "--no-experiment"], 1, "file.txt"),
])
def test_messages(tmp_path, arguments, code, message):
    (tmp_path / "file.txt").write_text("mine")
    assert message in run("compare", *arguments, cwd=tmp_path, code=code).stderr
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_a_network_without_convolution(tmp_path):
    run("train", "fc 10", "--data", "digits", "--epochs", 0, "--quiet", "-o", "flat.safetensors", cwd=tmp_path)
    error = run("compare", "flat.safetensors", "--no-experiment", cwd=tmp_path, code=1).stderr
    assert "flat has no convolution, so there are no filters to compare" in error


def test_large_filters_are_refused_at_once(tmp_path):
    """Of 32×32 there was no end in five minutes."""
    run("train", "conv 2 32x32 padding 4 relu fc 10", "--epochs", 0, "-o", "m.safetensors", cwd=tmp_path)
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    error = run("compare", "m.safetensors", cwd=tmp_path, code=1).stderr
    assert error == (
        "Error: The first layer's filters are 32×32; filters of at most 13×13 are compared, as the work grows with the sixth "
        "power of their side\n")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start < 0.2


def test_a_folder_without_a_test_part_is_refused_before_the_work(tmp_path):
    for label in range(2):
        (tmp_path / "own" / "ab"[label]).mkdir(parents=True)
        for number in range(6):
            Image.new("L", (16, 16), 40 * number + 30 * label).save(tmp_path / "own" / "ab"[label] / f"{number}.png")
    run("train", "conv 2 5x5 relu fc 2", "--data", "own", "--epochs", 1, "-o", "m.safetensors", cwd=tmp_path)
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    error = run("compare", "m.safetensors", "--data", "own", cwd=tmp_path, code=1).stderr
    assert error == (
        "Error: own has no pictures to test with, which the experiment needs; name other --data, or give --no-experiment\n")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start < 0.2
