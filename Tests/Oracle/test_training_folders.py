"""Own folders of pictures: how they are split, weighed, sized and filled, and what is left out of them."""

import json
import re
import resource

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from test_training import data, run  # noqa: F401 (a fixture)


def folder(path, counts, make, size=(12, 12)):
    """A subfolder for each of `counts`, its pictures made of label and number."""
    for label, (name, count) in enumerate(counts.items()):
        (path / name).mkdir(parents=True)
        for number in range(count):
            values = np.broadcast_to(np.asarray(make(label, number), np.uint8), size)
            Image.fromarray(values.copy()).save(path / name / f"{number:03}.png")
    return path


def log(*arguments, cwd):
    return json.loads(run("train", *arguments, "--json", "-o", "m.safetensors", cwd=cwd).stdout)["log"]


@pytest.mark.parametrize("kept", [11, 22, 33])
def test_every_class_has_its_share_of_the_validation(tmp_path, kept):
    """Pictures that are all alike are all taken for the commonest class, whose share is then the accuracy."""
    own = folder(tmp_path / "own", {"a": 40, "b": 10, "c": 5}, lambda label, number: 90)
    rows = log("fc 3", "--data", own, "--validation", kept, "--epochs", 30, "--normalization", "unit", cwd=tmp_path)
    assert rows[-1]["validation_accuracy"] == pytest.approx(8 / 11)


@pytest.mark.parametrize("kept, share", [(10, 1), (19, 1), (20, 19 / 20)])
def test_a_lone_picture_is_learned_from_as_long_as_there_is_another(tmp_path, kept, share):
    own = folder(tmp_path / "own", {"a": 20, "b": 1}, lambda label, number: 90)
    rows = log(
        "fc 2", "--data", own, "--validation", kept, "--epochs", 40, "--normalization", "unit", "--learning-rate", 0.1,
        cwd=tmp_path)
    assert rows[-1]["validation_accuracy"] in (pytest.approx(share), pytest.approx(1 - share))


def step(pictures, labels, weights, start, rate):
    """One step of a linear network by definition, each picture's slope weighed; and the loss before it."""
    x = pictures.reshape(len(pictures), -1) / 255
    scores = x @ start["fc1.weight"].astype(float).T + start["fc1.bias"]
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    given = np.array([weights[label] for label in labels])
    loss = np.mean(-given * np.log(shares[np.arange(len(labels)), labels]))
    slope = (shares - np.eye(len(weights))[labels]) * given[:, None] / len(labels)
    return {"fc1.weight": start["fc1.weight"] - rate * slope.T @ x, "fc1.bias": start["fc1.bias"] - rate * slope.sum(0)}, loss


@pytest.mark.parametrize("option", ["none", "balanced"])
def test_balanced_classes_weigh_as_numpy_weighs(tmp_path, option):
    random = np.random.default_rng(3)
    counts = {"a": 24, "b": 6, "c": 2}
    drawn = {}

    def make(label, number):
        return drawn.setdefault((label, number), random.integers(0, 256, (12, 12)))

    own = folder(tmp_path / "own", counts, make)
    common = ["--data", own, "--validation", 0, "--normalization", "unit", "--class-weights", option]
    run("train", "fc 3", *common, "--epochs", 0, "-o", "start.safetensors", cwd=tmp_path)
    rows = log("fc 3", *common, "--epochs", 1, "--learning-rate", 0.25, cwd=tmp_path)
    weights = [32 / (3 * count) for count in counts.values()] if option == "balanced" else [1, 1, 1]
    pictures, labels = np.stack(list(drawn.values())), np.array([label for label, _ in drawn])
    expected, loss = step(pictures, labels, weights, load_file(tmp_path / "start.safetensors"), 0.25)
    found = load_file(tmp_path / "m.safetensors")
    for name in expected:
        assert found[name] == pytest.approx(expected[name], abs=2e-6)
    assert rows[0]["train_loss"] == pytest.approx(loss, rel=1e-5)


@pytest.fixture(scope="module")
def uneven(tmp_path_factory):
    """120 : 12 pictures, hard to tell apart: the small class is given up unless it counts more."""
    random = np.random.default_rng(8)

    def make(label, number):
        return np.clip(random.normal(120 + 12 * label, 60, (12, 12)), 0, 255)

    place = tmp_path_factory.mktemp("uneven")
    folder(place / "train", {"many": 120, "few": 12}, make)
    return folder(place / "test", {"many": 120, "few": 12}, make).parent


def measured(own, cwd, *options):
    run("train", "fc 2", "--data", own, "--epochs", 20, *options, "-o", "m.safetensors", cwd=cwd)
    return json.loads(run("test", "m.safetensors", "--data", own, "--json", cwd=cwd).stdout)


def test_a_small_class_is_read_when_classes_count_alike(uneven, tmp_path):
    alike, plain = measured(uneven, tmp_path, "--class-weights", "balanced"), measured(uneven, tmp_path)
    few = [facts["classes"].index("few") for facts in (plain, alike)]
    assert alike["recall"][few[1]] > plain["recall"][few[0]] + 0.2
    assert alike["balanced_accuracy"] > plain["balanced_accuracy"] + 0.05
    for facts in (plain, alike):
        assert facts["balanced_accuracy"] == pytest.approx(np.mean(facts["recall"]))
    text = run("test", "m.safetensors", "--data", uneven, cwd=tmp_path).stdout.splitlines()[0]
    assert text.endswith(f", balanced {100 * plain['balanced_accuracy']:.2f} %")


def test_weighed_classes_go_on_from_a_checkpoint_to_the_same_bits(uneven, tmp_path):
    common = ["train", "fc 2", "--data", uneven, "--class-weights", "balanced", "--batch", 16]
    run(*common, "--epochs", 12, "-o", "whole.safetensors", cwd=tmp_path)
    run(*common, "--epochs", 5, "--checkpoint", "c", "-o", "part.safetensors", cwd=tmp_path)
    run(*common, "--epochs", 12, "--resume", "c", "-o", "rest.safetensors", cwd=tmp_path)
    whole, rest = load_file(tmp_path / "whole.safetensors"), load_file(tmp_path / "rest.safetensors")
    assert all(np.array_equal(whole[name], rest[name]) for name in whole)
    other = run("train", "fc 2", "--data", uneven, "--batch", 16, "--epochs", 12, "--resume", "c", cwd=tmp_path, check=False)
    assert other.returncode == 1 and "its class weights is [" in other.stderr and "but here any" in other.stderr


def weights_after(own, cwd, *options):
    run("train", "fc 2", "--data", own, "--epochs", 3, "--normalization", "unit", "-o", "m.safetensors", *options, cwd=cwd)
    return load_file(cwd / "m.safetensors")["fc1.weight"]


@pytest.mark.parametrize("augmentation", ["affine", "elastic"])
def test_what_lies_outside_of_a_moved_picture(tmp_path, augmentation):
    """Pictures of one level, filled with the same level, are not changed by being moved."""
    own = folder(tmp_path / "own", {"a": 30, "b": 30}, lambda label, number: 200)
    still = weights_after(own, tmp_path)
    for fill, isSame in ([], True), (["--fill", 200], True), (["--fill", 0], False), (["--fill", 255], False):
        moved = weights_after(own, tmp_path, "--augment", augmentation, *fill)
        assert np.array_equal(moved, still) == isSame, fill


def test_the_fill_is_the_mean_of_a_folder_and_black_elsewhere(data, tmp_path):
    own = folder(tmp_path / "own", {"a": 20, "b": 60}, lambda label, number: 100 + 40 * label)
    options = ["fc 2", "--data", own, "--epochs", 0, "--augment", "affine", "--validation", 0, "-o", "m.safetensors"]
    assert "affine augmentation on 130" in run("train", *options, cwd=tmp_path).stdout
    assert "affine augmentation on 7" in run("train", *options, "--fill", 7, cwd=tmp_path).stdout
    digits = ["fc 10", "--data", data, "--epochs", 0, "--augment", "affine", "-o", "m.safetensors"]
    assert "affine augmentation on 0" in run("train", *digits, cwd=tmp_path).stdout


def test_pictures_become_squares_of_the_side(tmp_path):
    """Halved by averaging two by two, as pictures that were halved before."""
    random = np.random.default_rng(4)
    small = {}

    def make(label, number):
        return small.setdefault((label, number), random.integers(0, 256, (14, 14)))

    folder(tmp_path / "small", {"a": 12, "b": 12}, make, (14, 14))
    folder(tmp_path / "large", {"a": 12, "b": 12}, lambda *key: np.kron(make(*key), np.ones((2, 2))), (28, 28))
    options = ["--epochs", 2, "--validation", 4]
    run("train", "fc 2", "--data", "small", *options, "-o", "small.safetensors", cwd=tmp_path)
    out = run("train", "fc 2", "--data", "large", "--side", 14, *options, "-o", "large.safetensors", cwd=tmp_path).stdout
    assert "1×14×14, 2 classes, scaled" in out
    one, two = (load_file(tmp_path / f"{name}.safetensors") for name in ("small", "large"))
    assert all(np.array_equal(one[name], two[name]) for name in one)
    assert "--side 14" in run("train", "fc 2", "--data", "large", "--side", 14, *options, "--json", "-o", "m", cwd=tmp_path).stdout


@pytest.mark.parametrize("options, code, words", [
    (["--side", 7], 64, "--side is 7: it must be 8 to 1024"), (["--side", 1025], 64, "--side is 1025"),
    (["--side", 32, "--preparation", "ink"], 64, "--side has no effect with --preparation ink"),
    (["--fill", 3], 64, "--fill has no effect without --augment"),
    (["--fill", 256, "--augment", "affine"], 64, "--fill is 256: it must be 0 to 255"),
    (["--class-weights", "rare"], 64, "'none' or 'balanced'"),
    (["--quiet", "--json"], 64, "--quiet has no effect with --json"),
])
def test_options_that_cannot_be(tmp_path, options, code, words):
    result = run("train", "fc 2", "--data", "digits", *options, cwd=tmp_path, check=False)
    assert result.returncode == code and words in result.stderr.splitlines()[0]


def test_a_side_is_for_files(data, tmp_path):
    result = run("train", "fc 10", "--data", data, "--side", 20, cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert result.stderr.strip().endswith("its pictures have a size of their own; another side is for a folder of picture files")


def test_what_is_left_out_is_counted_and_listed(tmp_path):
    own = folder(tmp_path / "own", {"a": 6, "b": 6}, lambda label, number: 50 + 100 * label)
    picture = Image.new("L", (12, 12), 9)
    picture.save(own / "a/drawn.bmp")
    picture.save(own / "b/moving.gif")
    picture.save(own / "stray.png")
    (own / "b/more").mkdir()
    picture.save(own / "b/more/1.png")
    (own / ".hidden.bmp").write_bytes(b"")
    words = (
        "Warning: 4 entries left out, as only PNG and JPEG right in a class's folder are read: "
        "own/stray.png, own/a/drawn.bmp, own/b/more/, own/b/moving.gif\n")
    taught = run("train", "fc 2", "--data", "own", "--epochs", 1, "-o", "m.safetensors", cwd=tmp_path)
    assert taught.stderr == words and "10 pictures to learn from, 2 to validate" in taught.stdout
    assert run("test", "m.safetensors", "--data", "own", cwd=tmp_path).stderr == words
    assert run("dump", "m.safetensors", "--data", "own", "-o", "d", cwd=tmp_path).stderr == words
    for number in range(30):
        picture.save(own / f"a/{number:02}.bmp")
    many = run("train", "fc 2", "--data", "own", "--epochs", 0, "-o", "m.safetensors", cwd=tmp_path).stderr
    assert "34 entries left out" in many and many.endswith("own/a/08.bmp, …\n")


def test_all_broken_pictures_are_listed(tmp_path):
    own = folder(tmp_path / "own", {"a": 6, "b": 6}, lambda label, number: 50)
    for name in ("a/003.png", "b/001.png", "b/002.png"):
        (own / name).write_bytes((own / name).read_bytes()[:30])
    result = run("train", "fc 2", "--data", "own", cwd=tmp_path, check=False)
    assert result.returncode == 1 and result.stderr.count("\n") == 1
    assert re.match("Error: own/a/003.png: .*; 2 more cannot be read: own/b/001.png, own/b/002.png$", result.stderr.strip())


def test_other_classes_are_refused_before_the_pictures_are_read(data, tmp_path):
    """3,000 pictures of 256×256 take a second to read; their folders' names do not."""
    run("train", "fc 10", "--data", data, "--epochs", 0, "-o", "m.safetensors", cwd=tmp_path)
    noise = np.random.default_rng(1).integers(0, 256, (256, 256)).astype(np.uint8)
    for name in ("cat", "dog"):
        (tmp_path / "pets/test" / name).mkdir(parents=True)
        (tmp_path / "pets/train" / name).mkdir(parents=True)
        Image.fromarray(noise).save(tmp_path / "pets/train" / name / "0.png")
        for number in range(1500):
            (tmp_path / "pets/test" / name / f"{number}.png").hardlink_to(tmp_path / "pets/train" / name / "0.png")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = run("test", "m.safetensors", "--data", "pets", cwd=tmp_path, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result.returncode == 1
    assert result.stderr == "Error: The model tells apart 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, but pets has cat, dog\n"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.1
