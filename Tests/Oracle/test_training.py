"""Runs `cnnlab train`, `test` and `arch` on small data: files, messages, interruption and resumption."""

import gzip
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import time

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from bars import idx

CNNLAB = pathlib.Path(__file__).resolve().parents[2] / ".build/release/cnnlab"
SMALL = "conv 4 3x3 relu max 2 fc 16 relu fc 10"


def pictures(count, seed):
    """Ten kinds of noisy bars: easy to learn, and not at once."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    images = random.integers(0, 90, (count, 12, 12))
    for image, label in zip(images, labels):
        image[label : label + 3, :] += 120
    return images, labels


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bars")
    for stem, count, seed in [("train", 1200, 1), ("t10k", 300, 2)]:
        images, labels = pictures(count, seed)
        idx(folder / f"{stem}-images-idx3-ubyte", images)
        idx(folder / f"{stem}-labels-idx1-ubyte", labels)
    return folder


def run(*arguments, cwd=None, check=True, **options):
    result = subprocess.run(
        [str(CNNLAB), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=120, **options)
    if check:
        assert result.returncode == 0, result.stderr
    return result


def train(data, folder, *arguments, **options):
    return run("train", SMALL, "--data", data, "--validation", 200, *arguments, cwd=folder, **options)


def test_a_model_learns_and_its_file_is_read_by_safetensors(data, tmp_path):
    out = train(data, tmp_path, "-o", "m.safetensors", "--log", "log.csv", "--curves", "c.png", "--snapshots").stdout
    assert "Network     conv 4 3x3 relu max 2 fc 16 relu fc 10" in out
    assert "1,000 pictures to learn from, 200 to validate, 300 to test with" in out
    tensors = load_file(tmp_path / "m.safetensors")
    assert tensors["conv1.weight"].shape == (4, 1, 3, 3)
    assert tensors["fc2.weight"].shape == (10, 16) and tensors["fc2.weight"].dtype == np.float32
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0] == "epoch,seconds,train_loss,train_accuracy,validation_loss,validation_accuracy"
    rows = [list(map(float, line.split(","))) for line in lines[1:]]
    # 1,000 pictures make 16 steps, and 200 steps are taken at least.
    assert [row[0] for row in rows] == list(range(1, 14))
    assert rows[-1][3] > 0.9 > rows[0][3]
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(p.name for p in tmp_path.glob("m-epoch-*")) == sorted(f"m-epoch-{n}.safetensors" for n in range(14))
    measured = json.loads(run("test", "m.safetensors", "--data", data, "--json", cwd=tmp_path).stdout)
    confusion = np.array(measured["confusion"])
    assert confusion.sum() == 300 and np.trace(confusion) == measured["right"]
    assert measured["accuracy"] == pytest.approx(measured["right"] / 300)
    diagonal = np.diag(confusion)
    assert measured["recall"] == pytest.approx(list(diagonal / confusion.sum(1)))
    precision = [d / s if s else None for d, s in zip(diagonal, confusion.sum(0))]
    assert measured["precision"] == pytest.approx(precision)
    assert f"Test accuracy {100 * measured['accuracy']:.2f} %" in out


def test_the_kept_weights_are_the_best_on_validation(data, tmp_path):
    train(data, tmp_path, "--epochs", 8, "-o", "m.safetensors", "--log", "log.csv", "--snapshots", "--quiet")
    rows = [line.split(",") for line in (tmp_path / "log.csv").read_text().splitlines()[1:]]
    best = max(rows, key=lambda row: (float(row[5]), -float(row[4])))[0]
    kept = load_file(tmp_path / "m.safetensors")
    snapshot = load_file(tmp_path / f"m-epoch-{best}.safetensors")
    assert all(np.array_equal(kept[name], snapshot[name]) for name in kept)


def test_the_same_bits_for_any_number_of_threads(data, tmp_path):
    files = []
    for threads in (1, 2, 3):
        train(data, tmp_path, "--recipe", "best", "--epochs", 2, "--threads", threads, "-o", f"{threads}.safetensors")
        files.append((tmp_path / f"{threads}.safetensors").read_bytes())
    assert files[0] == files[1] == files[2]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity masks")
def test_threads_heed_the_affinity_mask(data, tmp_path):
    """A process that may use one core starts one thread, however many the machine has."""
    core = min(os.sched_getaffinity(0))
    one = train(data, tmp_path, "--epochs", "0", preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    assert "; 1 thread, " in one.stdout


@pytest.mark.parametrize("options", [["--recipe", "best"], ["--optimizer", "adam"], ["--augment", "elastic"]])
def test_a_killed_training_resumes_to_the_same_bits(data, tmp_path, options):
    common = ["--epochs", "100", "-o", "m.safetensors", "--checkpoint", "c.safetensors", *options]
    start = time.monotonic()
    train(data, tmp_path, *common, "--quiet")
    duration = time.monotonic() - start
    whole = (tmp_path / "m.safetensors").read_bytes()
    os.remove(tmp_path / "m.safetensors")
    os.remove(tmp_path / "c.safetensors")
    kills = 0
    # Shares of what the whole takes here, so that every machine is killed several times.
    for share in [0.05, 0.13, 0.21, 0.16, 0.1]:
        resume = ["--resume", "c.safetensors"] if (tmp_path / "c.safetensors").exists() else []
        process = subprocess.Popen(
            [str(CNNLAB), "train", SMALL, "--data", str(data), "--validation", "200", *common, *resume, "--quiet"],
            cwd=tmp_path, stderr=subprocess.PIPE)
        time.sleep(share * duration)
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        kills += 1
    assert kills >= 2
    if not (tmp_path / "m.safetensors").exists():
        resume = ["--resume", "c.safetensors"] if (tmp_path / "c.safetensors").exists() else []
        train(data, tmp_path, *common, *resume, "--quiet")
    assert (tmp_path / "m.safetensors").read_bytes() == whole


def test_control_c_saves_and_the_rest_can_be_done_later(data, tmp_path):
    common = ["--epochs", "200", "-o", "m.safetensors"]
    train(data, tmp_path, *common)
    whole = (tmp_path / "m.safetensors").read_bytes()
    os.remove(tmp_path / "m.safetensors")
    process = subprocess.Popen(
        [str(CNNLAB), "train", SMALL, "--data", str(data), "--validation", "200", *common],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("Epoch"):
            break
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(timeout=30) == 130
    assert "Interrupted in epoch" in rest and "--resume m.checkpoint" in rest
    assert load_file(tmp_path / "m.safetensors")
    train(data, tmp_path, *common, "--resume", "m.checkpoint")
    assert (tmp_path / "m.safetensors").read_bytes() == whole


def test_a_full_disk_leaves_the_old_file(data, tmp_path):
    train(data, tmp_path, "--epochs", 1, "-o", "m.safetensors")
    before = (tmp_path / "m.safetensors").read_bytes()

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    result = train(data, tmp_path, "--epochs", 2, "-o", "m.safetensors", check=False, preexec_fn=limited)
    assert result.returncode == 1
    assert "Error: cannot write m.safetensors: File too large" in result.stderr
    assert (tmp_path / "m.safetensors").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.safetensors"]


def test_a_checkpoint_that_cannot_be_written_is_a_warning(data, tmp_path):
    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))

    result = train(
        data, tmp_path, "--epochs", 2, "--optimizer", "adam", "-o", "m.safetensors", "--checkpoint", "c",
        preexec_fn=limited)
    assert "Warning: cannot write c: File too large; the training goes on" in result.stderr
    assert (tmp_path / "m.safetensors").exists() and not (tmp_path / "c").exists()


def test_a_diverging_loss_stops_and_keeps_the_last_good_weights(data, tmp_path):
    result = train(data, tmp_path, "--learning-rate", "1e12", "-o", "m.safetensors", check=False)
    assert result.returncode == 1
    assert "The loss is not a number any more in epoch 1" in result.stderr
    assert "Try a smaller --learning-rate" in result.stderr
    for values in load_file(tmp_path / "m.safetensors").values() if (tmp_path / "m.safetensors").exists() else []:
        assert np.isfinite(values).all()


MESSAGES = [
    (["train", "lenet"], 64, "No network is called 'lenet'; did you mean 'lenet5'"),
    (["train", "conv 6 5x5 relu mox 2 fc 10"], 64, "Unknown word 'mox' at place 5 of the network; did you mean 'max'?"),
    (["train", "conv 6 5x5 max 2 conv 16 9x9 fc 10"], 1,
     "The network does not fit the pictures of bars: conv2: a window of 9×9 does not fit into 6×4×4; "
     "use a smaller window or more padding"),
    (["train", "fc 7"], 1,
     'The network does not fit the pictures of bars: The network ends with 7 outputs, but there are 10 classes; '
     'end it with "fc 10"'),
    (["train", "--validation", "1200"], 1,
     "--validation keeps 1200 of 1200 pictures apart and leaves none to learn from; give a smaller number, "
     "or 0 to learn from all"),
    (["train", "--validation", "-1"], 64, "--validation is -1: it must be 0 or more"),
    (["train", "--batch", "0"], 64, "The batch is 0; expected 1 to 65536"),
    (["train", "--optimizer", "adam", "--momentum", "0.5"], 64,
     "--momentum belongs to --optimizer sgd, not to adam"),
    (["train", "--schedule", "linear"], 64, "The value 'linear' is invalid for '--schedule <schedule>'"),
    (["train", SMALL, "--freeze", "conv9"], 1, "The network has no layer 'conv9'"),
    (["train", SMALL, "--curves", "c.bmp"], 64, "--curves c.bmp"),
    (["train", SMALL, "--curves", "c.png", "-o", "c.png"], 1, "-o and --curves name the same file, c.png: name two"),
    (["train", SMALL, "-o", "/nowhere/m.safetensors"], 1,
     "Cannot write /nowhere/m.safetensors: No such file or directory"),
    (["train", SMALL, "--resume", "none"], 1, "cannot read none: No such file or directory"),
    (["train", "fc 10", "--first-layer", "sobel-x"], 1, "--first-layer needs a network with a convolution"),
    (["train", SMALL, "--first-layer", "gaussian:5"], 1,
     "None of the kernels of --first-layer fits into the layer's 3×3"),
]


@pytest.mark.parametrize("arguments, code, message", MESSAGES)
def test_messages(data, tmp_path, arguments, code, message):
    (tmp_path / "bars").symlink_to(data)
    result = run(*arguments, "--data", "./bars", cwd=tmp_path, check=False)
    assert message in result.stderr
    assert result.returncode == code
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bars"]


def broken(folder, kind):
    """A data set of ten pictures with one thing wrong."""
    folder.mkdir()
    images, labels = pictures(10, 3)
    if kind == "one class":
        (folder / "cat").mkdir()
        Image.fromarray(images[0].astype(np.uint8)).save(folder / "cat/1.png")
        return
    if kind == "label":
        labels[4] = 10
    for stem in ("train", "t10k"):
        idx(folder / f"{stem}-images-idx3-ubyte", images)
        idx(folder / f"{stem}-labels-idx1-ubyte", labels[:9] if kind == "counts" else labels)
    path = folder / "train-images-idx3-ubyte"
    whole = path.read_bytes()
    if kind == "truncated":
        path.write_bytes(whole[:-1])
    if kind == "oversized":
        path.write_bytes(whole + b"x")
    if kind == "header":
        path.write_bytes(whole[:9])
    if kind == "no IDX":
        path.write_bytes(b"<html>404</html>")
    if kind == "gzip":
        path.unlink()
        (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(whole)[:-20])


@pytest.mark.parametrize("kind, message", [
    ("truncated", "set/train-images-idx3-ubyte: truncated: its header says 10×12×12, 1456 bytes, but there are 1455; "
     "fetch it again"),
    ("oversized", "set/train-images-idx3-ubyte: too long: its header says 10×12×12, 1456 bytes, but there are more"),
    ("header", "set/train-images-idx3-ubyte: truncated: 9 bytes, its header alone needs 16; fetch it again"),
    ("no IDX", "set/train-images-idx3-ubyte: not an IDX file: it begins with 3c 68 74 6d, expected 00 00 08 and the number "
     "of dimensions"),
    ("gzip", "set/train-images-idx3-ubyte.gz: the gzip stream ends too early; the file is truncated, fetch it again"),
    ("label", "set/train-labels-idx1-ubyte: label 10 of picture 4 is out of range, expected 0 to 9"),
    ("counts", "set/train-images-idx3-ubyte holds 10 pictures but set/train-labels-idx1-ubyte 9 labels; they must be as many"),
    ("one class", "set: only one class (cat); expected a subfolder of pictures for each of two or more classes"),
])
def test_broken_data(tmp_path, kind, message):
    broken(tmp_path / "set", kind)
    for command in (["train", SMALL], ["test", "lenet"]):
        if command[0] == "test" and kind != "one class":
            continue
        result = run(*command, "--data", "set", cwd=tmp_path, check=False)
        assert result.returncode == 1 and result.stdout == ""
        assert result.stderr.strip().lower() == f"error: {message}".lower()
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_loss_that_diverges_later_leaves_the_best_epoch(data, tmp_path):
    """The rate grows until a linear network's squared loss runs away: the model is that of an epoch that went well."""
    result = run(
        "train", "fc 10", "--data", data, "--validation", 200, "--loss", "squared", "--warm-up", "0.9", "--epochs", 2000,
        "--learning-rate", 100, "--snapshots", "-o", "m.safetensors", cwd=tmp_path, check=False)
    assert result.returncode == 1
    kept = load_file(tmp_path / "m.safetensors")
    assert all(np.isfinite(values).all() for values in kept.values())
    assert re.search(r"The last good weights, of epoch \d+, are in m.safetensors. Try a smaller --learning-rate", result.stderr)
    snapshots = [load_file(path) for path in tmp_path.glob("m-epoch-*")]
    assert any(all(np.array_equal(kept[name], snapshot[name]) for name in kept) for snapshot in snapshots)


@pytest.mark.parametrize("option", ["-o", "--log", "--curves"])
def test_a_full_device(data, tmp_path, option):
    (tmp_path / "full.png").symlink_to("/dev/full")
    path = "full.png" if option == "--curves" else "/dev/full"
    result = train(data, tmp_path, "--epochs", 1, "-o", "m.safetensors", option, path, check=False)
    assert result.returncode == 1 and "No space left on device" in result.stderr


def test_a_checkpoint_of_another_training(data, tmp_path):
    train(data, tmp_path, "--epochs", 1, "--checkpoint", "c")
    for arguments, message in [
        (["train", "conv 4 3x3 tanh max 2 fc 16 relu fc 10", "--validation", 200], "the network is conv 4 3x3 relu"),
        (["train", SMALL, "--validation", 200, "--seed", 2], "its seed is 1, but here 2; resume with the options"),
        (["train", SMALL, "--validation", 200, "--learning-rate", "0.1", "--momentum", "0.8"],
         'its optimizer is {"name":"sgd","momentum":0.9,"nesterov":false}, but here '
         '{"name":"sgd","momentum":0.8,"nesterov":false}; its learning rate is 0.01, but here 0.1; resume'),
        (["train", SMALL, "--validation", 100], "the number of pictures is 1000"),
    ]:
        result = run(*arguments, "--data", data, "--epochs", 2, "--resume", "c", cwd=tmp_path, check=False)
        assert result.returncode == 1
        assert message in result.stderr and "Error: c: " in result.stderr
        assert "resume with the options that the checkpoint was made with" in result.stderr


def test_a_model_and_data_of_other_classes(data, tmp_path):
    (tmp_path / "fashion-mnist").symlink_to(data)
    train(data, tmp_path, "--epochs", 1, "-o", "m.safetensors")
    result = run("test", "m.safetensors", "--data", "./fashion-mnist", cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert "The model tells apart 0, 1, 2" in result.stderr and "fashion-mnist has T-shirt/top, trouser" in result.stderr


SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def is_turned(filter, kernel):
    """A positive multiple of one of the four turns of a kernel."""
    scaled = filter / np.abs(filter).max() * np.abs(kernel).max()
    return any(np.allclose(scaled, np.rot90(kernel, quarter), atol=1e-5) for quarter in range(4))


def first(folder, name):
    tensors = load_file(folder / name)
    return tensors["conv1.weight"], tensors["conv1.bias"]


def test_a_first_layer_of_kernels(data, tmp_path):
    given = ["--first-layer", "sobel-x,sobel-y", "--freeze", "conv1"]
    out = train(data, tmp_path, *given, "--epochs", 0, "-o", "a0.safetensors").stdout
    assert "First layer sobel-x,sobel-y" in out and "Frozen      conv1" in out
    train(data, tmp_path, *given, "--epochs", 2, "-o", "a2.safetensors")
    before, after = first(tmp_path, "a0.safetensors"), first(tmp_path, "a2.safetensors")
    assert all(is_turned(filter[0], SOBEL) for filter in before[0])
    assert before[0].tobytes() == after[0].tobytes() and before[1].tobytes() == after[1].tobytes()
    others = [load_file(tmp_path / f"a{n}.safetensors")["fc1.weight"] for n in (0, 2)]
    assert not np.array_equal(*others)


def test_a_first_layer_learns_unless_frozen(data, tmp_path):
    for arguments in [["--first-layer", "sobel-x,sobel-y"], ["--first-layer", "random"], []]:
        train(data, tmp_path, *arguments, "--epochs", 0, "-o", "b0.safetensors")
        train(data, tmp_path, *arguments, "--epochs", 1, "-o", "b1.safetensors")
        assert not np.array_equal(first(tmp_path, "b0.safetensors")[0], first(tmp_path, "b1.safetensors")[0])
    frozen = ["--first-layer", "random", "--freeze", "conv1"]
    train(data, tmp_path, *frozen, "--epochs", 2, "-o", "b2.safetensors")
    assert first(tmp_path, "b0.safetensors")[0].tobytes() == first(tmp_path, "b2.safetensors")[0].tobytes()


def test_a_first_layer_of_another_model(data, tmp_path):
    train(data, tmp_path, "--seed", 5, "-o", "other.safetensors")
    expected = first(tmp_path, "other.safetensors")
    given = ["--first-layer", "other.safetensors", "--freeze", "conv1"]
    assert "First layer that of other.safetensors" in train(data, tmp_path, *given, "-o", "c.safetensors").stdout
    found = first(tmp_path, "c.safetensors")
    assert found[0].tobytes() == expected[0].tobytes() and found[1].tobytes() == expected[1].tobytes()
    assert json.loads(run("test", "c.safetensors", "--data", data, "--json", cwd=tmp_path).stdout)["accuracy"] > 0.8
    # Single filters come as kernels do: their shape alone.
    train(data, tmp_path, "--first-layer", "other.safetensors:conv1:2,other.safetensors:conv1:0", "--freeze", "conv1",
          "--epochs", 1, "-o", "d.safetensors")
    filters = first(tmp_path, "d.safetensors")[0]
    for position, index in enumerate([2, 0]):
        one, other = filters[position].ravel(), expected[0][index].ravel()
        assert np.allclose(one / np.linalg.norm(one), other / np.linalg.norm(other), atol=1e-6)
    wrong = run("train", "conv 3 3x3 relu fc 10", "--data", data, "--first-layer", "other.safetensors", cwd=tmp_path,
                check=False)
    assert wrong.returncode == 1 and (
        "--first-layer other.safetensors: its first convolution has 4 filters of 1×3×3, "
        "but the network's has 3 filters of 1×3×3") in wrong.stderr


# Published parameter counts; the 1998 network's without its fixed output patterns.
@pytest.mark.parametrize(
    "network, parameters", [("lenet5", 61706), ("lenet5-1998", 60000), ("visualizer", 63802), ("exercise", 27226)])
def test_parameter_counts(network, parameters):
    table = json.loads(run("arch", network, "--json").stdout)
    assert table["parameters"] == parameters == sum(layer["parameters"] for layer in table["layers"])


def test_the_table_of_lenet5():
    table = json.loads(run("arch", "lenet5", "--json").stdout)
    assert [layer["parameters"] for layer in table["layers"] if layer["parameters"]] == [156, 2416, 48120, 10164, 850]
    # 2 · 416,520 = 833,040 operations a picture.
    assert table["multiply_adds"] == 416520
    assert run("arch", "conv 6 5x5 conv 6 30x30", check=False).stderr == (
        "Error: The network's shapes do not fit: conv2: a window of 30×30 does not fit into 6×24×24; "
        "use a smaller window or more padding\n")
