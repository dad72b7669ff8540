"""Learned filters as kernels: what `filter`, `pipeline` and `kernels` make of MODEL:LAYER:FILTER."""

import json
import pathlib
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file
from scipy import ndimage

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
LENET = ROOT / "models/lenet.safetensors"


def run(*arguments, cwd, code=0):
    result = subprocess.run([str(CNNLAB), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=120)
    assert result.returncode == code, result.stderr
    return result


@pytest.fixture
def folder(tmp_path):
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (30, 40), np.uint8)).save(tmp_path / "photo.png")
    shutil.copy(LENET, tmp_path / "my.safetensors")
    return tmp_path


def expected(folder, kernel):
    pixels = np.asarray(Image.open(folder / "photo.png"), np.float64)
    return ndimage.correlate(pixels, kernel.astype(np.float64), mode="nearest")


@pytest.mark.parametrize("model", ["lenet", "my.safetensors", "./my.safetensors"])
def test_a_learned_filter_is_a_kernel(folder, model):
    weights = load_file(LENET)
    run("filter", f"{model}:conv1:3", "photo.png", "-o", "a.npy", cwd=folder)
    assert np.allclose(np.load(folder / "a.npy"), expected(folder, weights["conv1.weight"][3, 0]), atol=2e-4)
    run("filter", f"{model}:conv2:7:2", "photo.png", "-o", "b.npy", cwd=folder)
    assert np.allclose(np.load(folder / "b.npy"), expected(folder, weights["conv2.weight"][7, 2]), atol=2e-4)


def test_a_layer_is_all_its_filters_and_mixes_with_other_kernels(folder):
    out = run("filter", "edge,my.safetensors:conv1,lenet:conv1:0", "photo.png", cwd=folder).stdout
    assert [line.split()[0] for line in out.splitlines()] == [
        "edge", *(f"my:conv1:{n}" for n in range(6)), "lenet:conv1:0"]
    assert (folder / "photo-my-conv1-5.png").exists()
    assert "lenet:conv1:2 5×5  1×30×40" in run("pipeline", "lenet:conv1:2 relu max:2", "photo.png", cwd=folder).stdout


def test_what_is_known_of_a_learned_filter(folder):
    known = json.loads(run("kernels", "lenet:conv2:3:1", "--json", cwd=folder).stdout)[0]
    assert known["name"] == "lenet:conv2:3:1" and known["width"] == known["height"] == 5
    assert np.array_equal(np.float32(known["numerators"]), load_file(LENET)["conv2.weight"][3, 1])
    assert known["description"] == "Filter 3 of conv2 of the model lenet, its channel 1 of 6, counted from 0."
    assert known["source"].startswith("learned by cnnlab train lenet5 --data mnist")


@pytest.mark.parametrize("kernel, code, message", [
    ("lenet:conv9:0", 1, "lenet:conv9:0: the model lenet has no convolution 'conv9'; it has conv1 (6 filters 5×5), "
     "conv2 (16 filters 5×5 of 6 channels)"),
    ("lenet:fc1:0", 1, "the model lenet has no convolution 'fc1'"),
    ("lenet:conv1:6", 1, "lenet:conv1:6: '6' is no filter of conv1, which has 6 filters: expected 0 to 5"),
    ("lenet:conv1:-1", 1, "'-1' is no filter of conv1"),
    ("lenet:conv1:x", 1, "'x' is no filter of conv1"),
    ("lenet:conv2:3", 1, "lenet:conv2:3: the filters of conv2 have 6 channels and a kernel has one: name it, as "
     "lenet:conv2:3:0 (channels 0 to 5)"),
    ("lenet:conv2", 1, "name it, as lenet:conv2:0:0 (channels 0 to 5)"),
    ("lenet:conv2:3:6", 1, "'6' is no channel of conv2, which has 6 channels: expected 0 to 5"),
    ("lenet:conv1:0:0:0", 1, "expected MODEL:LAYER:FILTER or MODEL:LAYER:FILTER:CHANNEL"),
    ("lenett:conv1:3", 1, "no model file 'lenett'; inside the program: convnet, lenet, visualizer-mlp"),
    ("photo.safetensors:conv1:3", 1, "no model file 'photo.safetensors'"),
    ("gausian:2", 64, 'Unknown kernel "gausian:2"; did you mean "gaussian:2"?'),
])
def test_messages(folder, kernel, code, message):
    before = sorted(p.name for p in folder.iterdir())
    assert message in run("filter", kernel, "photo.png", cwd=folder, code=code).stderr
    assert sorted(p.name for p in folder.iterdir()) == before


def test_the_model_is_never_overwritten(folder):
    error = run("filter", "my.safetensors:conv1:0", "photo.png", "-o", "my.safetensors", cwd=folder, code=1).stderr
    assert "my.safetensors" in error
    assert (folder / "my.safetensors").read_bytes() == LENET.read_bytes()


def test_a_whole_layer_is_no_stage(folder):
    error = run("pipeline", "lenet:conv1 relu", "photo.png", cwd=folder, code=1).stderr
    assert "lenet:conv1 names 6 filters, but one kernel is wanted here: name it, as lenet:conv1:0" in error
