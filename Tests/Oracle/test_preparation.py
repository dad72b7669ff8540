"""The preparation of pictures belongs to the model: `train`, `test`, `predict` and `dump` apply the same."""

import json
import pathlib
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

from safetensors import safe_open

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
SMALL = "conv 4 5x5 relu max 2 fc 10"


def run(*arguments, code=0):
    result = subprocess.run([str(CNNLAB), *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert result.returncode == code, result.stderr
    return result


def bars(path, classes, count, seed, side=28):
    """Black on white: a bar whose height says the class, drawn with hard edges."""
    random = np.random.default_rng(seed)
    for label, name in enumerate(classes):
        (path / name).mkdir(parents=True)
        for number in range(count):
            values = np.full((side, side), 255, np.uint8)
            left, top = random.integers(2, 8, 2)
            values[top : top + 5 + label, left : left + 14] = 0
            Image.fromarray(values).save(path / name / f"{number:03}.png")


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    names = [str(label) for label in range(10)]
    bars(folder / "train", names, 12, 1)
    bars(folder / "test", names, 5, 2)
    return folder


@pytest.fixture(scope="module", params=[None, "scaled", "ink"])
def taught(request, digits, tmp_path_factory):
    model = tmp_path_factory.mktemp("model") / "m.safetensors"
    option = ["--preparation", request.param] if request.param else []
    run("train", SMALL, "--data", digits, "--epochs", 2, "--quiet", "-o", model, *option)
    return model, request.param or "scaled"


def predicted(model, files, *options):
    return [entry["answer"] for entry in json.loads(run("predict", model, *files, "--json", *options).stdout)]


def test_the_model_records_it_and_test_and_predict_agree(taught, digits):
    model, preparation = taught
    with safe_open(str(model), "numpy") as file:
        assert file.metadata()["preparation"] == preparation
    files = sorted((digits / "test").rglob("*.png"))
    answers = predicted(model, files)
    facts = json.loads(run("test", model, "--data", digits, "--worst", 1000, "--json").stdout)
    assert facts["pictures"] == len(files) and facts["part"] == "test"
    wrong = {entry["file"]: entry["answer"] for entry in facts["worst"]}
    for file, answer in zip(files, answers):
        assert answer == wrong.get(str(file), file.parent.name)
    assert facts["right"] == len(files) - len(wrong)


def test_scans_of_digits_are_measured_as_they_are_predicted(tmp_path):
    """Black digits on white paper of another size: what `test` of the model inside the program says of them."""
    eight = Image.open(ROOT / "samples/eight.png").convert("L")
    for name, picture in [("8", eight), ("3", eight.resize((300, 300))), ("0", Image.eval(eight, lambda v: 255 - v))]:
        (tmp_path / "test" / name).mkdir(parents=True)
        picture.save(tmp_path / "test" / name / "a.png")
    facts = json.loads(run("test", "lenet", "--data", tmp_path, "--json").stdout)
    assert facts["pictures"] == 3 and facts["right"] == 1
    assert {entry["answer"] for entry in facts["worst"]} == {"8"}
    text = run("test", "lenet", "--data", tmp_path).stdout
    assert str(tmp_path / "test/3/a.png") in text
    rows = [line.split()[0] for line in text.splitlines()[3:6]]
    assert rows == ["0", "3", "8"]


def test_pictures_of_another_size_and_colour_are_converted(digits, tmp_path):
    model = tmp_path / "m.safetensors"
    run("train", SMALL, "--data", digits, "--epochs", 1, "--quiet", "-o", model)
    for file in (digits / "test/4").iterdir():
        (tmp_path / "data/4").mkdir(parents=True, exist_ok=True)
        (tmp_path / "data/1").mkdir(parents=True, exist_ok=True)
        Image.open(file).convert("RGB").resize((70, 56)).save(tmp_path / "data/4" / file.name)
        shutil.copy(file, tmp_path / "data/1" / file.name)
    facts = json.loads(run("test", model, "--data", tmp_path / "data", "--worst", 100, "--json").stdout)
    assert facts["part"] == "all" and facts["pictures"] == 10
    files = sorted((tmp_path / "data").rglob("*.png"))
    wrong = {entry["file"]: entry["answer"] for entry in facts["worst"]}
    for file, answer in zip(files, predicted(model, files)):
        assert answer == wrong.get(str(file), file.parent.name)
    assert "There is no test part" in run("test", model, "--data", tmp_path / "data").stdout


def test_ink_is_for_digits(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        Image.new("L", (28, 28), 90).save(tmp_path / name / "1.png")
    error = run("train", "fc 2", "--data", tmp_path, "--preparation", "ink", "-o", tmp_path / "m", code=1).stderr
    assert "1.png: nothing stands out from its ground" in error


def test_predict_goes_on_after_a_bad_picture(tmp_path):
    (tmp_path / "bad.png").write_text("no picture")
    good = ROOT / "samples/eight.png"
    result = run("predict", "lenet", good, tmp_path / "bad.png", good, code=1)
    assert result.stdout.count("eight.png: 8") == 2
    assert "bad.png" in result.stderr and "1 of 3 pictures could not be read" in result.stderr
    entries = json.loads(run("predict", "lenet", tmp_path / "bad.png", good, "--json", code=1).stdout)
    assert "error" in entries[0] and entries[1]["answer"] == "8"


def test_prepared_pictures_of_equal_names_are_refused(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        shutil.copy(ROOT / "samples/eight.png", tmp_path / name / "1.png")
    result = run(
        "predict", "lenet", tmp_path / "a/1.png", tmp_path / "b/1.png", "--prepared", tmp_path / "out", code=1)
    assert "name the same file" in result.stderr and result.stdout == ""
    assert not (tmp_path / "out").exists()
    assert "ends in .png" in run(
        "predict", "lenet", tmp_path / "a/1.png", "--prepared", tmp_path / "x.jpg", code=64).stderr
