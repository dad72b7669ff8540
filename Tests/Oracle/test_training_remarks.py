"""A network that is dying, overfitting or diverging is told so in its epoch's line; healthy ones are left in peace."""

import json
import pathlib
import re
import struct

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from test_training import data, pictures, run, train  # noqa: F401 (a fixture)
from test_training_terminal import drawn, on_terminal

SMALL = "conv 4 3x3 relu max 2 fc 16 relu fc 10"


def remarks(out):
    """What each epoch's line says behind its numbers: one entry an epoch, None where nothing."""
    lines = [line for line in out.splitlines() if line.startswith("Epoch ")]
    return [line.split("–", 1)[1].strip() if "–" in line else None for line in lines]


def test_dead_units_are_told_with_the_answer_that_is_left(data, tmp_path):
    """A rate of 3 throws every rectified unit dead: whatever is shown, the outputs are the last biases."""
    out = train(data, tmp_path, "--learning-rate", 3, "--epochs", 8, "-o", "m.safetensors").stdout
    result = json.loads(run("test", "m.safetensors", "--data", data, "--json", cwd=tmp_path).stdout)
    answers = {result["classes"][i] for i in np.nonzero(np.sum(result["confusion"], axis=0))[0]}
    assert len(answers) == 1
    told = remarks(out)
    assert all(re.search(r"it always answers \d", remark) for remark in told)
    assert all(remark.endswith(": try --learning-rate 0.01") for remark in told)


def test_a_rate_of_fifty_is_told_at_once(tmp_path):
    """Once "loss 4,411,418,835", "Wrote …", exit 0, and no word."""
    out = run("train", "lenet5", "--learning-rate", 50, "--validation", 57000, "--epochs", 2, "-o", "m", cwd=tmp_path,
              check=False)
    if out.returncode == 0:
        told = remarks(out.stdout)
        assert re.match("the loss is far above that of guessing.*: try --learning-rate 0.05$", told[0]), out.stdout
        assert "it always answers" in told[1]
    else:
        assert "Try a smaller --learning-rate" in out.stderr


def test_a_rate_far_too_small_is_told_the_usual_one(tmp_path):
    out = run("train", "lenet5", "--learning-rate", 1e-7, "--validation", 50000, "--epochs", 1, "-o", "m", cwd=tmp_path)
    assert re.search(r"(it always answers \d|it reads no more right than by guessing): try --learning-rate 0.05$",
                     remarks(out.stdout)[0])


def test_few_steps_are_no_reason_to_change_the_rate(tmp_path):
    random = np.random.default_rng(3)
    for kind, level in (("dark", 60), ("light", 160)):
        (tmp_path / "own" / kind).mkdir(parents=True)
        for index in range(40):
            Image.fromarray(random.integers(level, level + 40, (12, 12)).astype(np.uint8)).save(
                tmp_path / "own" / kind / f"{index}.png")
    out = run("train", "fc 2", "--data", "own", "--learning-rate", 0.0012, "--epochs", 1, "-o", "m", cwd=tmp_path).stdout
    assert remarks(out)[0].endswith(": give it more --epochs")


@pytest.fixture(scope="module")
def noise(tmp_path_factory):
    """Two classes that differ in nothing: what is learned of them is learned by heart."""
    folder = tmp_path_factory.mktemp("noise")
    random = np.random.default_rng(7)
    for kind in ("a", "b"):
        (folder / kind).mkdir()
        for index in range(90):
            Image.fromarray(random.integers(0, 256, (12, 12)).astype(np.uint8)).save(folder / kind / f"{index}.png")
    return folder


@pytest.mark.parametrize("loss", ["cross-entropy", "squared", "hinge"])
def test_learning_by_heart_is_told(noise, tmp_path, loss):
    out = run("train", "fc 64 relu fc 2", "--data", noise, "--validation", 80, "--batch", 10, "--epochs", 60, "--loss",
              loss, "--json", "-o", "m", cwd=tmp_path)
    log = json.loads(out.stdout)["log"]
    told = [row for row in log if row["remark"] and row["remark"].startswith("overfitting")]
    assert told, log[-1]
    for row in told:
        losses = [earlier["validation_loss"] for earlier in log[:row["epoch"]]]
        best = int(np.argmin(losses)) + 1
        assert row["remark"] == (
            f"overfitting, as the loss of the validation was least in epoch {best}: "
            "try fewer --epochs, --augment affine, --weight-decay or more pictures")
        assert row["train_accuracy"] > row["validation_accuracy"]


def test_a_loss_that_grows_again_is_told(data, tmp_path):
    """Healthy for some epochs, then thrown out: found by the losses of the log."""
    found = 0
    for seed in range(1, 9):
        out = train(data, tmp_path, "--learning-rate", 0.35, "--epochs", 12, "--seed", seed, "--json", "-o", "m.safetensors",
                    check=False)
        if out.returncode:
            continue
        log = json.loads(out.stdout)["log"]
        for index, row in enumerate(log):
            least = min(log[:index + 1], key=lambda row: row["train_loss"])
            grows = (row["train_loss"] > 1.5 * least["train_loss"]
                     and row["train_accuracy"] < least["train_accuracy"] - 0.02)
            if grows:
                assert row["remark"].startswith(("the loss grows again", "the loss is far above"))
                found += 1
    assert found > 0


def test_a_class_that_is_given_up_is_told(tmp_path):
    """80 pictures of one kind and 5 of another, all alike: 94 % right, and none of the five."""
    for kind, count in (("many", 80), ("few", 5)):
        (tmp_path / "own" / kind).mkdir(parents=True)
        for index in range(count):
            Image.new("L", (12, 12), 90).save(tmp_path / "own" / kind / f"{index}.png")
    out = run("train", "fc 2", "--data", "own", "--epochs", 60, "-o", "m", cwd=tmp_path).stdout
    assert remarks(out)[-1].startswith("it always answers many: try "), out


def test_a_class_of_which_nothing_is_read_is_told(tmp_path):
    """Two kinds that are told apart and a rare third that looks as the first."""
    for kind, count, level in (("dark", 60, 40), ("light", 60, 200), ("rare", 6, 40)):
        (tmp_path / "own" / kind).mkdir(parents=True)
        for index in range(count):
            Image.new("L", (12, 12), level).save(tmp_path / "own" / kind / f"{index}.png")
    common = ["train", "fc 3", "--data", "own", "--epochs", 20, "-o", "m"]
    told = remarks(run(*common, cwd=tmp_path).stdout)
    assert told[-1] == "no picture of rare is read right: give it more --epochs, or try --class-weights balanced"


@pytest.mark.parametrize("network", ["lenet5", "lenet5-1998", "visualizer", "visualizer-mlp", "exercise"])
def test_healthy_networks_are_left_in_peace(network, tmp_path):
    out = run("train", network, "--validation", 54000, "--epochs", 3, "-o", "m", cwd=tmp_path).stdout
    assert remarks(out) == [None] * 3, out


@pytest.mark.parametrize("options", [["--recipe", "best"], ["--optimizer", "adam"], ["--loss", "squared"], ["--loss", "hinge"]])
def test_other_ways_of_teaching_are_left_in_peace(options, tmp_path):
    out = run("train", "lenet5", "--validation", 54000, "--epochs", 4, *options, "-o", "m", cwd=tmp_path).stdout
    assert remarks(out) == [None] * 4, out


@pytest.mark.parametrize("columns", [45, 80, 200])
def test_a_remark_fits_its_terminal(data, tmp_path, columns):
    text, code = on_terminal(
        columns, ["train", SMALL, "--data", data, "--validation", 200, "--learning-rate", 3, "--epochs", 1, "-o", "m"],
        cwd=tmp_path)
    assert code == 0
    lines = drawn(text)
    place = next(index for index, line in enumerate(lines) if line.startswith("Epoch 1/1  loss"))
    told = [lines[place], *[line for line in lines[place + 1:] if line.startswith("  ")]]
    assert all(len(line) <= max(columns, 44) for line in told)
    assert " ".join(" ".join(told).split()).endswith("try --learning-rate 0.01")


def test_a_large_loss_takes_little_room(tmp_path):
    """Six digits before the point at most."""
    out = run("train", "lenet5", "--learning-rate", 50, "--validation", 57000, "--epochs", 1, "-o", "m", cwd=tmp_path,
              check=False).stdout
    for loss in re.findall(r"(?:loss|validation) (\S+)  ", out):
        assert re.fullmatch(r"\d{1,6}\.\d{4}|\d\.\d\de\d+", loss), loss


def test_json_says_what_the_lines_say(data, tmp_path):
    options = ["--epochs", 3, "--log", "log.csv", "-o", "m.safetensors"]
    told = json.loads(train(data, tmp_path, *options, "--json").stdout)
    rows = [line.split(",") for line in (tmp_path / "log.csv").read_text().splitlines()[1:]]
    for name, column in (("train_loss", 2), ("train_accuracy", 3), ("validation_loss", 4), ("validation_accuracy", 5)):
        assert [row[name] for row in told["log"]] == pytest.approx([float(row[column]) for row in rows], abs=1e-6)
    assert [row["epoch"] for row in told["log"]] == [1, 2, 3] and [row["remark"] for row in told["log"]] == [None] * 3
    assert told["model"] == "m.safetensors" and told["network"] == SMALL
    assert told["input"] == [1, 12, 12] and told["classes"] == list("0123456789") and told["test_pictures"] == 300
    training = told["training"]
    assert (training["training_pictures"], training["validation_pictures"], training["epochs"]) == (1000, 200, 3)
    best = max(told["log"], key=lambda row: (row["validation_accuracy"], -row["validation_loss"]))
    assert training["kept_epoch"] == best["epoch"]
    measured = json.loads(run("test", "m.safetensors", "--data", data, "--json", cwd=tmp_path).stdout)
    assert training["test_accuracy"] == measured["accuracy"]


def test_json_and_quiet_exclude_each_other(data, tmp_path):
    result = train(data, tmp_path, "--json", "--quiet", check=False)
    assert result.returncode == 64
    assert "--quiet has no effect with --json" in result.stderr
