"""Checkpoints: a training goes on with what it began with, and one that ended without its model is finished."""

import shutil

import pytest
from PIL import Image

from test_training import data, idx, run, train  # noqa: F401 (a fixture)

AFTER = "resume with the options that the checkpoint was made with"


def test_an_ended_training_without_its_model_is_finished(data, tmp_path):
    """Killed, or the disk full, after the last checkpoint: the weights are tested and written then."""
    options = ["--epochs", 2, "--checkpoint", "c", "-o", "m.safetensors", "--log", "log.csv"]
    first = train(data, tmp_path, *options).stdout
    model = (tmp_path / "m.safetensors").read_bytes()
    log = (tmp_path / "log.csv").read_text()
    (tmp_path / "m.safetensors").unlink()
    (tmp_path / "log.csv").unlink()
    again = train(data, tmp_path, *options, "--resume", "c").stdout
    assert "Resumed     c: 2 epochs done, the model is to be written" in again
    assert first.split("Kept epoch")[1] == again.split("Kept epoch")[1]
    assert (tmp_path / "m.safetensors").read_bytes() == model
    assert (tmp_path / "log.csv").read_text() == log


def test_fewer_epochs_than_are_done(data, tmp_path):
    train(data, tmp_path, "--epochs", 2, "--checkpoint", "c")
    result = train(data, tmp_path, "--epochs", 1, "--resume", "c", check=False)
    assert result.returncode == 1
    assert "c: its 2 epochs are done; ask for as many or more with --epochs" in result.stderr


@pytest.fixture
def checkpoint(data, tmp_path):
    train(data, tmp_path, "--epochs", 1, "--checkpoint", "c", "-o", "m.safetensors")
    return tmp_path


def resumed(folder, source, *options):
    result = train(source, folder, "--epochs", 2, "--resume", "c", "-o", "n.safetensors", *options, check=False)
    assert result.returncode == 1 and not (folder / "n.safetensors").exists()
    return result.stderr.strip()


def test_other_pictures_are_refused_by_name(data, checkpoint):
    other = checkpoint / "other"
    shutil.copytree(data, other)
    labels = bytearray((other / "train-labels-idx1-ubyte").read_bytes())
    labels[8] = (labels[8] + 1) % 10
    (other / "train-labels-idx1-ubyte").write_bytes(labels)
    name = data.name
    assert resumed(checkpoint, other) == f"Error: c: it learned from {name}, but here is other; {AFTER}"
    shutil.copytree(other, checkpoint / "same" / name)
    assert resumed(checkpoint, checkpoint / "same" / name) == (
        f"Error: c: the pictures of {name} are no more those that it began with; {AFTER}")


def test_the_same_pictures_elsewhere_are_the_same(data, checkpoint):
    shutil.copytree(data, checkpoint / "moved")
    train(checkpoint / "moved", checkpoint, "--epochs", 2, "--resume", "c", "-o", "n.safetensors")


def test_without_data_a_checkpoint_of_a_folder_is_refused(checkpoint):
    """`--data` forgotten: the built-in digits are other pictures."""
    result = run(
        "train", "conv 4 3x3 relu max 2 fc 16 relu fc 10", "--epochs", 2, "--resume", "c", cwd=checkpoint, check=False)
    assert result.returncode == 1 and ", but here is digits; " in result.stderr


def test_other_classes_of_the_same_count_are_refused(tmp_path):
    for name, classes in [("pets", ["cat", "dog"]), ("fruit", ["apple", "pear"])]:
        for label, kind in enumerate(classes):
            (tmp_path / name / kind).mkdir(parents=True)
            for index in range(6):
                Image.new("L", (12, 12), 100 * label + index).save(tmp_path / name / kind / f"{index}.png")
    options = ["--validation", 0, "-o", "m.safetensors"]
    run("train", "fc 2", "--data", "pets", "--epochs", 1, "--checkpoint", "c", *options, cwd=tmp_path)
    result = run("train", "fc 2", "--data", "fruit", "--epochs", 2, "--resume", "c", *options, cwd=tmp_path, check=False)
    assert result.stderr.strip() == (
        "Error: c: its classes are cat, dog, but here apple, pear; resume with the --data that the checkpoint was made with")


@pytest.mark.parametrize("option, words", [
    (["--initialization", "glorot"], "its --initialization is lecun, but here glorot"),
    (["--first-layer", "edge"], "its --first-layer is learned, but here edge"),
])
def test_another_start_is_refused_by_name(data, checkpoint, option, words):
    assert resumed(checkpoint, data, *option) == f"Error: c: {words}; {AFTER}"
