"""What `test` and `dump` make of files: single parts, other number types, photographs, and arrays of explanations."""

import json
import shutil
import struct

import numpy as np
import pytest
from PIL import Image
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from bars import idx
from test_training import data, pictures, run, train  # noqa: F401 (a fixture)

PHOTOGRAPHS = "conv 2 5x5 stride 2 relu max 2 fc 10"


def right(model, source, cwd):
    facts = json.loads(run("test", model, "--data", source, "--json", cwd=cwd).stdout)
    return facts["right"], facts["pictures"], facts["part"]


def records(path, count, seed):
    """CIFAR's records: a label and three planes of 32 × 32, whose red says the class."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count).astype(np.uint8)
    planes = random.integers(0, 60, (count, 3, 32, 32)).astype(np.uint8)
    planes[:, 0] += (labels * 19)[:, None, None].astype(np.uint8)
    path.write_bytes(b"".join(bytes([label]) + picture.tobytes() for label, picture in zip(labels, planes)))


def test_a_test_batch_alone_can_be_measured(tmp_path):
    both = tmp_path / "both"
    both.mkdir()
    for number in range(1, 6):
        records(both / f"data_batch_{number}.bin", 60, number)
    records(both / "test_batch.bin", 200, 9)
    run("train", PHOTOGRAPHS, "--data", both, "--epochs", 3, "-o", "m.safetensors", cwd=tmp_path)
    found = right("m.safetensors", both, tmp_path)
    assert found[1:] == (200, "test") and found[0] > 30
    for name in ("only", "only/cifar-10-batches-bin"):
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        shutil.copy(both / "test_batch.bin", place)
        assert right("m.safetensors", "only", tmp_path) == found
        (place / "test_batch.bin").unlink()
    shutil.copy(both / "test_batch.bin", tmp_path / "only")
    result = run("train", PHOTOGRAPHS, "--data", "only", cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert result.stderr == "Error: only: only a test part is there, and no pictures to learn from\n"


@pytest.mark.parametrize("name", ["test", "Test", "testing", "val", "Validation"])
def test_a_test_folder_alone_can_be_measured(tmp_path, name):
    random = np.random.default_rng(2)
    for part in ("train", name):
        for label, kind in enumerate(("dark", "light")):
            (tmp_path / "own" / part / kind).mkdir(parents=True)
            for number in range(25):
                values = random.normal(100 + 40 * label, 60, (10, 10)).clip(0, 255).astype(np.uint8)
                Image.fromarray(values).save(tmp_path / "own" / part / kind / f"{number}.png")
    run("train", "fc 2", "--data", "own", "--epochs", 8, "-o", "m.safetensors", cwd=tmp_path)
    found = right("m.safetensors", "own", tmp_path)
    assert found[1:] == (50, "test") and found[0] > 30
    shutil.rmtree(tmp_path / "own/train")
    assert right("m.safetensors", "own", tmp_path) == found
    result = run("train", "fc 2", "--data", "own", cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert result.stderr == "Error: own: only a test part is there, and no pictures to learn from\n"


@pytest.mark.parametrize("kind", ["float16", "float64", "bfloat16"])
def test_weights_of_other_kinds_are_read(data, tmp_path, kind):
    """As single precision would have them: what is wider is rounded, what is narrower was."""
    train(data, tmp_path, "--epochs", 2, "-o", "m.safetensors")
    with safe_open(tmp_path / "m.safetensors", "np") as file:
        metadata = file.metadata()
    tensors = load_file(tmp_path / "m.safetensors")
    if kind == "float64":
        # Between two numbers of single precision, nearer to the first.
        other = {name: value.astype(np.float64) * (1 + 2.0 ** -26) for name, value in tensors.items()}
        single = {name: value.astype(np.float32) for name, value in other.items()}
        save_file(other, tmp_path / "other.safetensors", metadata)
    elif kind == "float16":
        other = {name: value.astype(np.float16) for name, value in tensors.items()}
        single = {name: value.astype(np.float32) for name, value in other.items()}
        save_file(other, tmp_path / "other.safetensors", metadata)
    else:
        single = {name: (value.view(np.uint32) & 0xFFFF0000).view(np.float32) for name, value in tensors.items()}
        header, body = {"__metadata__": metadata}, b""
        for name, value in single.items():
            piece = (value.view(np.uint32) >> 16).astype(np.uint16).tobytes()
            header[name] = {"dtype": "BF16", "shape": list(value.shape), "data_offsets": [len(body), len(body) + len(piece)]}
            body += piece
        text = json.dumps(header).encode()
        (tmp_path / "other.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)
    save_file(single, tmp_path / "single.safetensors", metadata)
    images, _ = pictures(3, 4)
    for number, image in enumerate(images):
        Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(tmp_path / f"{number}.png")
    answers = [run("predict", model, "0.png", "1.png", "2.png", "--json", cwd=tmp_path).stdout
               for model in ("other.safetensors", "single.safetensors")]
    assert answers[0] == answers[1]
    assert right("other.safetensors", data, tmp_path) == right("single.safetensors", data, tmp_path)
    kernel = run("filter", "other.safetensors:conv1:2", "0.png", "-o", "a.npy", cwd=tmp_path)
    run("filter", "single.safetensors:conv1:2", "0.png", "-o", "b.npy", cwd=tmp_path)
    assert kernel.stdout and np.array_equal(np.load(tmp_path / "a.npy"), np.load(tmp_path / "b.npy"))


def levels(path):
    """The gray levels of a figure, and how many pixels have each."""
    values, counts = np.unique(np.asarray(Image.open(path).convert("L")), return_counts=True)
    return dict(zip(values.tolist(), counts.tolist()))


def test_photographs_among_the_mistakes_are_no_negatives(tmp_path):
    """Gray 60 is drawn as 60; a digit's ink, stored light on black, as dark on paper."""
    for label, kind in enumerate(("a", "b")):
        (tmp_path / "own" / kind).mkdir(parents=True)
        for number in range(6):
            Image.new("L", (20, 20), 60).save(tmp_path / "own" / kind / f"{number}.png")
    run("train", "fc 2", "--data", "own", "--epochs", 1, "-o", "m.safetensors", cwd=tmp_path)
    run("test", "m.safetensors", "--data", "own", "--mistakes", "m.png", cwd=tmp_path)
    found = levels(tmp_path / "m.png")
    assert found.get(60, 0) > 1000 and found.get(195, 0) < 100
    # The same pictures as MNIST's files are prepared digits.
    (tmp_path / "mnist").mkdir()
    for stem, count in (("train", 40), ("t10k", 20)):
        idx(tmp_path / "mnist" / f"{stem}-images-idx3-ubyte", np.full((count, 28, 28), 60))
        idx(tmp_path / "mnist" / f"{stem}-labels-idx1-ubyte", np.arange(count) % 10)
    run("train", "fc 10", "--data", "./mnist", "--epochs", 1, "-o", "d.safetensors", cwd=tmp_path)
    run("test", "d.safetensors", "--data", "./mnist", "--mistakes", "d.png", cwd=tmp_path)
    found = levels(tmp_path / "d.png")
    assert found.get(195, 0) > 1000 and found.get(60, 0) < 100


@pytest.fixture(scope="module")
def explained(data, tmp_path_factory):
    """A linear network, of which all is known by hand, and its dump for one picture."""
    folder = tmp_path_factory.mktemp("explained")
    run("train", "fc 10", "--data", data, "--epochs", 2, "--normalization", "unit", "-o", "m.safetensors", cwd=folder)
    images, _ = pictures(1, 12)
    picture = images[0].clip(0, 255).astype(np.uint8)
    Image.fromarray(picture).save(folder / "p.png")
    out = run("dump", "m.safetensors", "--image", "p.png", "-o", "d", cwd=folder).stdout
    return folder, picture, load_file(folder / "m.safetensors"), out


def softmax(scores):
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


def test_saliency_is_the_slope(explained):
    folder, picture, tensors, _ = explained
    weight, bias = tensors["fc1.weight"].astype(float), tensors["fc1.bias"]
    answer = np.argmax(weight @ (picture.ravel() / 255) + bias)
    found = np.load(folder / "d/saliency.npy")
    assert found.shape == (12, 12) and found.dtype == np.float32
    slope = np.abs(weight[answer]).reshape(12, 12)
    assert found / found.max() == pytest.approx(slope / slope.max(), abs=1e-5)


def test_occlusion_is_what_a_square_takes_away(explained):
    folder, picture, tensors, _ = explained
    weight, bias = tensors["fc1.weight"].astype(float), tensors["fc1.bias"]
    whole = softmax(weight @ (picture.ravel() / 255) + bias)
    answer = np.argmax(whole)
    found = np.load(folder / "d/occlusion.npy")
    assert found.shape == (12, 12) and found.dtype == np.float32
    expected = np.empty((12, 12))
    for y in range(12):
        for x in range(12):
            # Squares of 3 × 3; unit normalisation has its mean at black.
            covered = picture.copy()
            covered[max(0, y - 1):y + 2, max(0, x - 1):x + 2] = 0
            expected[y, x] = whole[answer] - softmax(weight @ (covered.ravel() / 255) + bias)[answer]
    assert found == pytest.approx(expected, abs=1e-5)


def test_the_report_names_what_is_there(explained):
    """No folder of kernels without a convolution, and the arrays by their names."""
    folder, _, _, out = explained
    assert "kernel" not in out and not (folder / "d/kernels").exists()
    for name in ("saliency.npy", "occlusion.npy"):
        assert f"d/{name}\n" in out
    assert "d/layers/  1 array" in out


def test_preferred_pictures_start_from_gray_and_climb(tmp_path):
    """Of the plain recipe 8 of 10 classes stayed black: its mean, where climbing began, is black."""
    run("train", "lenet5", "--epochs", 1, "--validation", 40000, "-o", "plain.safetensors", cwd=tmp_path)
    run("dump", "plain.safetensors", "-o", "d", cwd=tmp_path)
    # Ten pictures of 144 × 144, of which white and black strokes leave most as gray as they were.
    found = levels(tmp_path / "d/preferred-classes.png")
    assert sum(count for level, count in found.items() if 60 <= level <= 200) > 5 * 144 ** 2
    assert found[0] < 2 * 144 ** 2
