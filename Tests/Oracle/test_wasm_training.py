"""The engine in WebAssembly learns and computes what the native baseline build does, bit for bit."""

import json
import os
import pathlib
import struct
import subprocess

import numpy
import pytest
from PIL import Image
from safetensors.numpy import load_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNLAB = ROOT / ".build/release/cnnlab"
MODULE = ROOT / "build/wasm/cnnlab.wasm"
COUNT = 60_000

if not MODULE.exists():
    pytest.skip("`make wasm` builds the module", allow_module_level=True)


def native(*arguments, cwd):
    environment = {**os.environ, "CNNLAB_INSTRUCTION_SET": "baseline"}
    subprocess.run([CNNLAB, *arguments], cwd=cwd, env=environment, check=True, capture_output=True, timeout=300)


def metadata(path):
    data = path.read_bytes()
    return json.loads(data[8 : 8 + struct.unpack("<Q", data[:8])[0]])["__metadata__"]


@pytest.fixture(scope="module")
def epoch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("epoch")
    native("train", "lenet5", "--epochs", "1", "--seed", "1", "--validation", "0", "--quiet", "-o", "m.safetensors", cwd=folder)
    normalization = json.loads(metadata(folder / "m.safetensors")["normalization"])
    result = subprocess.run(
        ["node", ROOT / "Tests/WebAssembly/epoch.mjs", MODULE, str(COUNT), repr(normalization["mean"][0]),
         repr(normalization["deviation"][0]), "weights", "pictures", "activations"],
        cwd=folder, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    print(f"{result.stdout.strip()} pictures a second")
    return folder


def test_one_epoch_gives_the_weights_of_the_native_baseline_build(epoch):
    weights = load_file(epoch / "m.safetensors")
    layers = ["conv1", "conv2", "fc1", "fc2", "fc3"]
    expected = numpy.concatenate([weights[f"{layer}.{part}"].ravel() for layer in layers for part in ("weight", "bias")])
    found = numpy.fromfile(epoch / "weights", numpy.float32)
    assert found.size == expected.size == 61_706
    assert numpy.count_nonzero(found.view(numpy.uint32) != expected.view(numpy.uint32)) == 0


def test_every_activation_of_every_layer_is_the_same(epoch):
    pictures = numpy.fromfile(epoch / "pictures", numpy.uint8).reshape(-1, 28, 28)
    found = numpy.fromfile(epoch / "activations", numpy.float32).reshape(len(pictures), -1)
    for index in range(3):
        Image.fromarray(pictures[index]).save(epoch / f"{index}.png")
        native("dump", "m.safetensors", "--image", f"{index}.png", "--raw", "-o", f"dump{index}", cwd=epoch)
        files = sorted((epoch / f"dump{index}" / "layers").glob("*.npy"))
        expected = numpy.concatenate([numpy.load(file).ravel() for file in files])
        assert len(files) == 11 and found[index].size == expected.size
        assert numpy.count_nonzero(found[index].view(numpy.uint32) != expected.view(numpy.uint32)) == 0
