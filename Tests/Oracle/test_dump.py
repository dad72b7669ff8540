"""Runs `cnnlab dump`: its files, their numbers against NumPy's, and what happens when something is wrong."""

import csv
import hashlib
import json
import pathlib
import re
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file
from scipy import ndimage, signal

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
LENET = ROOT / "models/lenet.safetensors"


def run(*arguments, cwd, code=0):
    result = subprocess.run([str(CNNLAB), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert result.returncode == code, result.stderr
    return result


def names(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def contents(folder):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names(folder)}


@pytest.fixture(scope="module")
def digit():
    """A 7 as MNIST has them: light on dark."""
    pixels = np.zeros((28, 28))
    pixels[5:8, 7:21] = 255
    for row in range(8, 24):
        pixels[row, 19 - (row - 8) // 2 - 1 : 19 - (row - 8) // 2 + 2] = 255
    return ndimage.gaussian_filter(pixels, 0.6).round().astype(np.uint8)


@pytest.fixture(scope="module")
def dump(tmp_path_factory, digit):
    folder = tmp_path_factory.mktemp("dump")
    Image.fromarray(digit).save(folder / "seven.png")
    out = run("dump", "lenet", "--image", "seven.png", "--raw", "--data", "digits", "--pictures", 300, cwd=folder).stdout
    return folder / "lenet-dump", out


def test_the_files(dump):
    folder, out = dump
    layers = ["01-conv1", "02-relu1", "03-max1", "04-conv2", "05-relu2", "06-max2", "07-fc1", "08-relu3", "09-fc2",
              "10-relu4", "11-fc3"]
    pictures = ["answer", "filters-conv1", "filters-conv2", "occlusion", "patches-conv1", "patches-conv2",
                "preferred-classes", "preferred-conv1", "preferred-conv2", "saliency"]
    kernels = [f"conv1-{f}" for f in range(6)] + [f"conv2-{f}-{c}" for f in range(16) for c in range(6)]
    assert names(folder) == sorted(
        [f"layers/{layer}.{end}" for layer in layers for end in ("npy", "png")] + [f"{p}.png" for p in pictures]
        + [f"kernels/{kernel}.kernel" for kernel in kernels] + ["probabilities.csv", "saliency.npy", "occlusion.npy"])
    assert "lenet-dump/kernels/  102 kernel files" in out and "lenet-dump/layers/  11 arrays" in out
    for line in out.splitlines()[:-2]:
        assert pathlib.Path(folder.parent / line).is_file()
    for name in pictures:
        with Image.open(folder / f"{name}.png") as picture:
            assert min(picture.size) > 150


def test_layers_and_probabilities_are_those_of_numpy(dump, digit):
    folder, _ = dump
    weights = {name: tensor.astype(np.float64) for name, tensor in load_file(LENET).items()}

    def convolved(maps, layer):
        return np.array([
            sum(signal.correlate2d(one, kernel, mode="valid") for one, kernel in zip(maps, kernels)) + bias
            for kernels, bias in zip(weights[f"{layer}.weight"], weights[f"{layer}.bias"])])

    def pooled(maps):
        return maps.reshape(len(maps), maps.shape[1] // 2, 2, -1, 2).max((2, 4))

    # The mean and deviation stand in the file with seven digits.
    values = [(digit / 255 - 0.1307) / 0.3081]
    steps = [lambda v: convolved([np.pad(v, 2)], "conv1"), lambda v: np.maximum(v, 0), pooled,
             lambda v: convolved(v, "conv2"), lambda v: np.maximum(v, 0), pooled]
    for step in steps:
        values.append(step(values[-1]))
    vector = values[-1].ravel()
    for layer in ("fc1", "fc2", "fc3"):
        vector = weights[f"{layer}.weight"] @ vector + weights[f"{layer}.bias"]
        values.append(vector)
        if layer != "fc3":
            vector = np.maximum(vector, 0)
            values.append(vector)
    found = [np.load(path) for path in sorted((folder / "layers").glob("*.npy"))]
    assert len(found) == 11
    for array, expected in zip(found, values[1:]):
        assert array.dtype == np.float32 and array.size == expected.size
        assert np.allclose(array.reshape(expected.shape), expected, atol=2e-5 * max(1, np.abs(expected).max()))
    assert found[0].shape == (6, 28, 28) and found[6].shape == (1, 120)
    rows = list(csv.DictReader((folder / "probabilities.csv").open()))
    powers = np.exp(vector - vector.max())
    assert np.allclose([float(row["probability"]) for row in rows], powers / powers.sum(), atol=1e-5)
    assert [row["class"] for row in rows] == list("0123456789")
    assert max(rows, key=lambda row: float(row["probability"]))["class"] == "7"


def test_kernel_files_say_where_they_come_from_and_filter_alike(dump, tmp_path):
    folder, _ = dump
    text = (folder / "kernels/conv2-3-1.kernel").read_text()
    assert "name: lenet-conv2-3-1\n" in text
    assert "source: learned by cnnlab train lenet5 --data mnist" in text
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (20, 30), np.uint8)).save(tmp_path / "photo.png")
    for file, word in [("conv1-4", "lenet:conv1:4"), ("conv2-3-1", "lenet:conv2:3:1")]:
        run("filter", folder / f"kernels/{file}.kernel", "photo.png", "-o", "a.npy", cwd=tmp_path)
        run("filter", word, "photo.png", "-o", "b.npy", cwd=tmp_path)
        assert (tmp_path / "a.npy").read_bytes() == (tmp_path / "b.npy").read_bytes()


def test_the_same_command_gives_the_same_bytes(dump, tmp_path, digit):
    Image.fromarray(digit).save(tmp_path / "seven.png")
    command = ["dump", "lenet", "--image", "seven.png", "--raw", "--data", "digits", "--pictures", 300]
    run(*command, "-o", "again", cwd=tmp_path)
    assert contents(tmp_path / "again") == contents(dump[0])
    # A second run replaces its own files and leaves others.
    (tmp_path / "again/mine.txt").write_text("mine")
    (tmp_path / "again/answer.png").write_text("old")
    run(*command, "-o", "again/", cwd=tmp_path)
    assert (tmp_path / "again/mine.txt").read_text() == "mine"
    (tmp_path / "again/mine.txt").unlink()
    assert contents(tmp_path / "again") == contents(dump[0])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again", "seven.png"]


def test_scaling_and_format(tmp_path):
    for scaling in ("shared", "per-filter"):
        run("dump", "lenet", "--scaling", scaling, "--format", "svg", "-o", scaling, cwd=tmp_path)
    shared, each = ((tmp_path / s / "filters-conv1.svg").read_text() for s in ("shared", "per-filter"))
    assert shared != each
    assert "Filters of conv1 of lenet: 6 filters 5×5" in shared
    run("dump", "lenet", "--format", "pdf", "-o", "pdf", cwd=tmp_path)
    assert (tmp_path / "pdf/filters-conv2.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshots")
    run("train", "conv 4 3x3 relu max 4 conv 3 3x3 relu fc 10", "--data", "digits", "--validation", 59000, "--epochs", 3,
        "--snapshots", "--quiet", "-o", "m.safetensors", cwd=folder)
    return folder


def test_the_history_through_training(snapshots, tmp_path):
    run("dump", snapshots / "m.safetensors", "--epochs", "-o", "out", cwd=tmp_path)
    history = [name for name in names(tmp_path / "out") if name.startswith("history")]
    assert history == ["history-conv1.gif", "history-conv1.png", "history-conv2.gif", "history-conv2.png"]
    with Image.open(tmp_path / "out/history-conv1.gif") as film:
        assert film.n_frames == len(list(snapshots.glob("m-epoch-*.safetensors"))) == 4
    epochs = [load_file(snapshots / f"m-epoch-{n}.safetensors")["conv1.weight"] for n in range(4)]
    assert not any(np.array_equal(a, b) for a, b in zip(epochs, epochs[1:]))


def test_a_coloured_network(tmp_path):
    for kind in ("red", "green"):
        (tmp_path / "data" / kind).mkdir(parents=True)
        for number in range(8):
            pixels = np.random.default_rng(number).integers(0, 90, (12, 12, 3), np.uint8)
            pixels[..., 0 if kind == "red" else 1] += 120
            Image.fromarray(pixels).save(tmp_path / "data" / kind / f"{number}.png")
    run("train", "conv 3 3x3 relu max 2 fc 2", "--data", "data", "--epochs", 2, "--quiet", "-o", "c.safetensors",
        cwd=tmp_path)
    run("dump", "c.safetensors", "--image", "data/red/0.png", "--raw", "--data", "data", "-o", "out", cwd=tmp_path)
    found = names(tmp_path / "out")
    assert "patches-conv1.png" in found and "kernels/conv1-2-2.kernel" in found and "saliency.png" in found


@pytest.mark.parametrize("arguments, code, message", [
    (["lenett"], 1, "no model file 'lenett'"),
    (["lenet", "--image", "missing.png"], 1, "missing.png"),
    (["lenet", "--epochs"], 1, "lenet: --epochs needs lenet-epoch-1.safetensors, … beside it, and there are none"),
    (["lenet", "--data", "nowhere"], 1, "nowhere"),
    (["lenet", "--format", "gif"], 64, "Please provide one of 'png', 'svg' or 'pdf'"),
    (["lenet", "--raw"], 64, "--raw belongs to --image"),
    (["lenet", "--pictures", "-1"], 64, "--pictures is -1: it must be 0 or more"),
    (["lenet", "-o", "file.txt"], 1, "file.txt"),
    (["lenet", "-o", "file.txt/below"], 1, "file.txt"),
])
def test_messages(tmp_path, arguments, code, message):
    (tmp_path / "file.txt").write_text("mine")
    assert message in run("dump", *arguments, cwd=tmp_path, code=code).stderr
    assert names(tmp_path) == ["file.txt"] and (tmp_path / "file.txt").read_text() == "mine"


def test_data_without_a_digit(tmp_path):
    (tmp_path / "data/a").mkdir(parents=True)
    (tmp_path / "data/b").mkdir()
    for kind in "ab":
        Image.fromarray(np.zeros((9, 9), np.uint8)).save(tmp_path / f"data/{kind}/0.png")
    error = run("dump", "lenet", "--data", "data", cwd=tmp_path, code=1).stderr
    assert "data/a/0.png: nothing stands out from its ground" in error
    assert not (tmp_path / "lenet-dump").exists()
