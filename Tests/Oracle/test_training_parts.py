"""Folders with a test part only, histories of one training only, and losses that learn by default."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from test_training import data, idx, pictures, run, train  # noqa: F401 (a fixture)


def test_a_test_part_alone_can_be_measured(data, tmp_path):
    """t10k alone: measured; to learn from there is nothing."""
    train(data, tmp_path, "--epochs", 1, "-o", "m.safetensors")
    folder = tmp_path / "only"
    folder.mkdir()
    for path in data.glob("t10k-*"):
        shutil.copy(path, folder)
    both = [json.loads(run("test", "m.safetensors", "--data", source, "--json", cwd=tmp_path).stdout)["right"]
            for source in (data, folder)]
    assert both[0] == both[1]
    result = run("train", "fc 10", "--data", folder, cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert result.stderr.strip().endswith("only: only a test part is there, and no pictures to learn from")


def test_no_pictures_are_said_in_words(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    for stem in ("train", "t10k"):
        idx(folder / f"{stem}-images-idx3-ubyte", np.zeros((0, 12, 12)))
        idx(folder / f"{stem}-labels-idx1-ubyte", np.zeros(0))
    for command in (["train", "fc 10"], ["test", "lenet"]):
        result = run(*command, "--data", folder, cwd=tmp_path, check=False)
        assert result.returncode == 1 and result.stderr.count("\n") == 1 and "noPictures" not in result.stderr


def test_the_history_is_of_one_training(data, tmp_path):
    options = ["--snapshots", "-o", "m.safetensors"]
    train(data, tmp_path, "--epochs", 4, "--seed", 1, *options)
    train(data, tmp_path, "--epochs", 2, "--seed", 2, *options)
    result = run("dump", "m.safetensors", "--epochs", cwd=tmp_path)
    assert "of another training under the same name, left out: m-epoch-3.safetensors, m-epoch-4.safetensors" in (
        result.stderr.lower())


@pytest.mark.parametrize("loss", ["cross-entropy", "squared", "hinge"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_loss_learns_by_default(data, tmp_path, loss, seed):
    out = train(data, tmp_path, "--loss", loss, "--seed", seed, "--epochs", 8, "-o", "m.safetensors").stdout
    assert float(out.split("Test accuracy ")[1].split()[0]) > 20
