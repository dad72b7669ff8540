"""LeNet as Keras and as PyTorch have taught and saved it: imported, tested, dumped and explored with its own accuracy."""

import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file

from foreign_models import FOLDER, SPEC, digits
from interchange import cnnlab
from test_training import idx

FILES = {"pytorch": "lenet-pytorch.safetensors", "keras": "lenet-keras.weights.h5"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("segments")
    pictures, labels = digits(1000, 2)
    idx(folder / "t10k-images-idx3-ubyte", pictures)
    idx(folder / "t10k-labels-idx1-ubyte", labels)
    return folder


@pytest.fixture(params=FILES)
def imported(request, tmp_path):
    model = tmp_path / "lenet.safetensors"
    run = cnnlab("import", FOLDER / FILES[request.param], "--as", "lenet5", "-o", model)
    return request.param, model, run.stdout


def test_its_own_accuracy(imported, data):
    library, model, words = imported
    found = json.loads(cnnlab("test", model, "--data", data, "--json").stdout)
    right = json.loads((FOLDER / "correct.json").read_text())[library]
    assert 850 < right < 1000
    assert round(1000 * found["accuracy"]) == right, found
    # What the conventions differ in has been said.
    assert ("H, W, C to C, H, W" in words) == (library == "keras")


def test_its_filters(imported, tmp_path):
    """Sixteen bits are read as they are; Keras keeps height, width, inputs, outputs."""
    library, model, _ = imported
    if library == "pytorch":
        right = load_file(FOLDER / FILES[library])["0.weight"]
    else:
        h5py = pytest.importorskip("h5py")
        with h5py.File(FOLDER / FILES[library]) as file:
            found = {}
            file.visititems(lambda name, item: found.update({name: item[()]}) if hasattr(item, "shape") else None)
        right = next(values for values in found.values() if values.shape == (5, 5, 1, 6)).transpose(3, 2, 0, 1)
    assert right.dtype == np.float16
    assert (load_file(model)["conv1.weight"] == right.astype(np.float32)).all()
    shutil.copy(model, tmp_path / "own.safetensors")
    cnnlab("dump", tmp_path / "own.safetensors", "-o", tmp_path / "dump")
    assert len(list((tmp_path / "dump").rglob("*.png"))) > 0
    cnnlab("filter", f"{tmp_path / 'own.safetensors'}:conv1:3", "samples/eight.png", "-o", tmp_path / "map.png")


def test_it_is_explored(imported, tmp_path):
    _, model, _ = imported
    cnnlab("explore", model, "-o", tmp_path / "page.html")
    assert "lenet" in (tmp_path / "page.html").read_text()
