"""Trainings that go wrong end in one line and leave weights that can be used, or none; the others say what they kept."""

import pathlib

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from test_training import data, idx, pictures, run, train  # noqa: F401 (a fixture)


def folder_of_bars(folder, count=400, classes=10, test=False):
    """Own pictures: a PNG each, in a folder a class."""
    images, labels = pictures(count, 5)
    for index, (image, label) in enumerate(zip(images, labels)):
        place = folder / "train" / str(label) if test else folder / str(label)
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.clip(image, 0, 255).astype(np.uint8)).save(place / f"{index}.png")
    return folder


@pytest.mark.parametrize("rate", ["1000", "1e4", "1e6", "1e12"])
@pytest.mark.parametrize("validation", [0, 200])
def test_a_rate_far_too_large(data, tmp_path, rate, validation):
    result = run(
        "train", "conv 4 3x3 relu max 2 fc 16 relu fc 10", "--data", data, "--validation", validation, "--learning-rate",
        rate, "--epochs", 3, "-o", "m.safetensors", "--log", "log.csv", "--curves", "c.png", cwd=tmp_path, check=False)
    assert result.returncode in (0, 1), result.stderr
    assert "nan" not in result.stdout and "inf" not in result.stdout
    if (tmp_path / "log.csv").exists():
        assert "nan" not in (tmp_path / "log.csv").read_text()
        assert (tmp_path / "c.png").exists()
    model = tmp_path / "m.safetensors"
    if result.returncode == 1:
        assert result.stderr.count("\n") == 1 and "Try a smaller --learning-rate" in result.stderr
        assert ("No epoch gave good weights" in result.stderr) == (not model.exists())
    if model.exists():
        assert all(np.isfinite(values).all() for values in load_file(model).values())
        assert "accuracy" in run("test", "m.safetensors", "--data", data, cwd=tmp_path).stdout


@pytest.fixture
def huge(data, tmp_path):
    """A model with one weight of 3e38."""
    train(data, tmp_path, "--epochs", 1, "-o", "m.safetensors")
    from safetensors import safe_open
    with safe_open(tmp_path / "m.safetensors", "np") as file:
        metadata = file.metadata()
    tensors = {name: value.copy() for name, value in load_file(tmp_path / "m.safetensors").items()}
    tensors["fc1.weight"][:] = 3e38
    save_file(tensors, tmp_path / "huge.safetensors", metadata)
    images, _ = pictures(1, 9)
    Image.fromarray(images[0].astype(np.uint8)).save(tmp_path / "p.png")
    return tmp_path


@pytest.mark.parametrize("command", [
    ["predict", "huge.safetensors", "p.png"], ["predict", "huge.safetensors", "p.png", "--json"],
    ["test", "huge.safetensors"], ["dump", "huge.safetensors", "--image", "p.png"],
])
def test_weights_too_large_name_the_layer(data, huge, command):
    options = ["--data", data] if command[0] == "test" else []
    result = run(*command, *options, cwd=huge, check=False)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1 and "nan" not in result.stdout + result.stderr
    assert "the values of the layer 'fc1' are beyond all numbers" in result.stderr.lower()
    assert not (huge / "huge-dump").exists()


NORMALIZED = "conv 4 3x3 batchnorm relu max 2 fc 16 batchnorm relu fc 10"


def test_batch_normalisation_needs_more_than_one_picture(data, tmp_path):
    result = run("train", NORMALIZED, "--data", data, "--batch", 1, cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert result.stderr.strip() == (
        "Error: The batch is 1; expected 2 or more pictures, over which the batch normalisation takes its mean")


def test_a_last_batch_of_one_joins_the_batch_before(data, tmp_path):
    """1,001 pictures in batches of 20: the lone one would put the layer's mean at itself and its deviation at 0."""
    options = ["--data", data, "--epochs", 4, "--log", "log.csv", "-o", "m.safetensors"]
    for validation, batch in [(199, 20), (199, 50), (175, 1024)]:
        run("train", NORMALIZED, *options, "--validation", validation, "--batch", batch, cwd=tmp_path)
        rows = [line.split(",") for line in (tmp_path / "log.csv").read_text().splitlines()[1:]]
        assert float(rows[-1][4]) < float(rows[0][4]) < 5
    files = []
    for threads in (1, 2, 3):
        run("train", NORMALIZED, *options, "--validation", 199, "--batch", 50, "--threads", threads, cwd=tmp_path)
        files.append((tmp_path / "m.safetensors").read_bytes())
    assert files[0] == files[1] == files[2]


def test_the_epoch_kept_is_always_said(tmp_path):
    folder_of_bars(tmp_path / "own")
    common = ["--data", "own", "--epochs", 3, "-o", "m.safetensors"]
    out = run("train", "fc 10", *common, cwd=tmp_path).stdout
    assert "Kept epoch " in out and " % of the validation right" in out and "Test accuracy" not in out
    out = run("train", "fc 10", *common, "--validation", 0, cwd=tmp_path).stdout
    assert "Kept epoch 3, the last, as no pictures are kept apart to choose by" in out
